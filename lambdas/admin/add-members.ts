// `add-members`: adds users to a group as the system.

import { addMembers as action } from "../../protocol/add-members.ts";
import { addMembers as useCase } from "../chat/add-members.ts";
import { defineActing } from "./acting.ts";

export const addMembers = defineActing("add-members", "Adds people to a group.", {
  action,
  useCase,
});
