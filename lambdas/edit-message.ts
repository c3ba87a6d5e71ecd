// The Lambda of `editMessage`.

import { editMessage as action } from "../protocol/edit-message.ts";
import { editMessage } from "./chat/edit-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, editMessage, { queue });
