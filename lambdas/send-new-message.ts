// The Lambda of `sendNewMessage`.

import { sendNewMessage as action } from "../protocol/send-new-message.ts";
import { sendNewMessage } from "./chat/send-new-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { files } from "./runtime/files.ts";

export const handler = actionHandler(action, sendNewMessage, { files, publish });
