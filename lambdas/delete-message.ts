// The Lambda of `deleteMessage`.

import { deleteMessage as action } from "../protocol/delete-message.ts";
import { deleteMessage } from "./chat/delete-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { files } from "./runtime/files.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, deleteMessage, { queue, files, publish });
