// `send-message`: a message of the system's to a room.

import { sendMessage as action } from "../../protocol/send-message.ts";
import { sendMessage as useCase } from "../chat/send-message.ts";
import { defineActing } from "./acting.ts";

export const sendMessage = defineActing("send-message", "Sends a message as the system.", {
  action,
  useCase,
});
