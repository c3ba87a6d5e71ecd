// The Lambda of `reactMessage`.

import { reactMessage as action } from "../protocol/react-message.ts";
import { reactMessage } from "./chat/react-message.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, reactMessage, { queue });
