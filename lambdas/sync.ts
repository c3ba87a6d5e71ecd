// The Lambda of `sync`.

import { sync as action } from "../protocol/sync.ts";
import { sync } from "./chat/sync.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, sync);
