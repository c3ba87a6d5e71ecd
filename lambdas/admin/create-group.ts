// `create-group`: a group of the system's making, which belongs to none of its members.

import { createGroup as action } from "../../protocol/create-group.ts";
import { createGroup as useCase } from "../chat/create-group.ts";
import { defineActing } from "./acting.ts";

export const createGroup = defineActing("create-group", "Makes a group that nobody owns.", {
  action,
  useCase,
});
