// The Lambda of `getMessages`.

import { getMessages as action } from "../protocol/get-messages.ts";
import { getMessages } from "./chat/get-messages.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, getMessages);
