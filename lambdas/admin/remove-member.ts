// `remove-member`: removes a member from a group as the system.

import { removeMember as action } from "../../protocol/remove-member.ts";
import { removeMember as useCase } from "../chat/remove-member.ts";
import { defineActing } from "./acting.ts";

export const removeMember = defineActing("remove-member", "Removes somebody from a group.", {
  action,
  useCase,
});
