// The Lambda of `getMembers`.

import { getMembers as action } from "../protocol/get-members.ts";
import { getMembers } from "./chat/get-members.ts";
import { actionHandler } from "./runtime/action-handler.ts";

export const handler = actionHandler(action, getMembers);
