// `create-group`: creates a group as the system, without an owner among its members.

import { createGroup as action } from "../../protocol/create-group.ts";
import { createGroup as useCase } from "../chat/create-group.ts";
import { defineActionCommand } from "./action-command.ts";

export const createGroup = defineActionCommand(
  "create-group",
  "Creates a group without an owner.",
  {
    action,
    useCase,
  },
);
