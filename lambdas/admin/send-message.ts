// `send-message`: sends a message to a room as the system.

import { sendMessage as action } from "../../protocol/send-message.ts";
import { sendMessage as useCase } from "../chat/send-message.ts";
import { defineActing } from "./acting.ts";

export const sendMessage = defineActing("send-message", "Sends a message as the system.", {
  action,
  useCase,
});
