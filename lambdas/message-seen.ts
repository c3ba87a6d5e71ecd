// The Lambda of `messageSeen`.

import { messageSeen as action } from "../protocol/message-seen.ts";
import { messageSeen } from "./chat/message-seen.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, messageSeen);
