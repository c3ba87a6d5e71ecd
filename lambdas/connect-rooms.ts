// The Lambda of `connectRooms`.

import { connectRooms as action } from "../protocol/connect-rooms.ts";
import { connectRooms } from "./chat/connect-rooms.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, connectRooms);
