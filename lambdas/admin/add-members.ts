// `add-members`: adds users to a group as the system.

import { addMembers as action } from "../../protocol/add-members.ts";
import { addMembers as useCase } from "../chat/add-members.ts";
import { defineActionCommand } from "./action-command.ts";

export const addMembers = defineActionCommand("add-members", "Adds people to a group.", {
  action,
  useCase,
});
