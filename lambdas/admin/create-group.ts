// `create-group`: creates a group as the system, without an owner among its members.

import { createGroup as action } from "../../protocol/create-group.ts";
import { createGroup as useCase } from "../chat/create-group.ts";
import { defineActing } from "./acting.ts";

export const createGroup = defineActing("create-group", "Makes a group that nobody owns.", {
  action,
  useCase,
});
