// The Lambda of `sendMessage`.

import { sendMessage as action } from "../protocol/send-message.ts";
import { sendMessage } from "./chat/send-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { files } from "./runtime/files.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, sendMessage, { queue, files, publish });
