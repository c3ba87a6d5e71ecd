// `send-message`: sends a message to a room as the system.

import { sendMessage as action } from "../../protocol/send-message.ts";
import { sendMessage as useCase } from "../chat/send-message.ts";
import { defineActionCommand } from "./action-command.ts";

export const sendMessage = defineActionCommand("send-message", "Sends a message as the system.", {
  action,
  useCase,
});
