// The Lambda of `pinMessage`.

import { pinMessage as action } from "../protocol/pin-message.ts";
import { pinMessage } from "./chat/pin-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, pinMessage, { queue });
