// The Lambda of `typing`.

import { typing as action } from "../protocol/typing.ts";
import { typing } from "./chat/typing.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, typing);
