// `remove-member`: removes a member from a group as the system.

import { removeMember as action } from "../../protocol/remove-member.ts";
import { removeMember as useCase } from "../chat/remove-member.ts";
import { defineActionCommand } from "./action-command.ts";

export const removeMember = defineActionCommand("remove-member", "Removes somebody from a group.", {
  action,
  useCase,
});
