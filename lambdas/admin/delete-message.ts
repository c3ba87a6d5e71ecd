// `delete-message`: erases a message of any sender as the system.

import { deleteMessage as action } from "../../protocol/delete-message.ts";
import { deleteMessage as useCase } from "../chat/delete-message.ts";
import { defineActionCommand } from "./action-command.ts";

export const deleteMessage = defineActionCommand(
  "delete-message",
  "Erases a message of any sender.",
  {
    action,
    useCase,
  },
);
