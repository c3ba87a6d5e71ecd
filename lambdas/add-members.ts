// The Lambda of `addMembers`.

import { addMembers as action } from "../protocol/add-members.ts";
import { addMembers } from "./chat/add-members.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, addMembers, { queue, publish });
