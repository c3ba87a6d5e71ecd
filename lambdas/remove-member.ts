// The Lambda of `removeMember`.

import { removeMember as action } from "../protocol/remove-member.ts";
import { removeMember } from "./chat/remove-member.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, removeMember, { queue, publish });
