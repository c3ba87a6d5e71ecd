// `delete-message`: erases a message of any sender as the system.

import { deleteMessage as action } from "../../protocol/delete-message.ts";
import { deleteMessage as useCase } from "../chat/delete-message.ts";
import { defineActing } from "./acting.ts";

export const deleteMessage = defineActing("delete-message", "Erases a message of anybody's.", {
  action,
  useCase,
});
