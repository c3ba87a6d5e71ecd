// The Lambda of `updateRoom`.

import { updateRoom as action } from "../protocol/update-room.ts";
import { updateRoom } from "./chat/update-room.ts";
import { actionHandler } from "./runtime/action-handler.ts";
import { queue } from "./runtime/queue.ts";

export const handler = actionHandler(action, updateRoom, { queue });
