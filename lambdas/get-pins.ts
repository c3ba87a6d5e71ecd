// The Lambda of `getPins`.

import { getPins as action } from "../protocol/get-pins.ts";
import { getPins } from "./chat/get-pins.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, getPins);
