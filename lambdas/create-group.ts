// The Lambda of `createGroup`.

import { createGroup as action } from "../protocol/create-group.ts";
import { createGroup } from "./chat/create-group.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";

export const handler = actionHandler(action, createGroup, { publish });
