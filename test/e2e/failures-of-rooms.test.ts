// A failure at every call to DynamoDB of the actions on rooms, and of the actions that read. Every action in the table
// of actions is covered.

import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { ABOUT_A_MESSAGE, caseOf, failuresOf } from "./failures.ts";
import { SCENARIOS } from "./scenarios.ts";

const READS: readonly ActionName[] = ["typing", "getMessages", "sync", "getPins", "getMembers"];
const others = Object.values(ACTIONS)
  .filter(({ grants }) => grants.table.length > 0)
  .map(({ name }) => name)
  .filter((name) => !ABOUT_A_MESSAGE.includes(name) && !READS.includes(name));

failuresOf([
  ...others.map(caseOf),
  ...READS.map((action) => ({ ...caseOf(action), faults: ["before"] as const })),
  {
    title: "removeMember, leaving as the owner",
    action: "removeMember",
    payload: ({ room, ann }) => ({ room_id: room, user_id: ann.id }),
  },
  {
    title: "addMembers of one who was removed",
    action: "addMembers",
    payload: ({ room, name }) => ({ room_id: room, user_ids: [`cid-${name}`] }),
    prepare: (world) => world.ann.done("removeMember", SCENARIOS.removeMember(world)),
  },
]);
