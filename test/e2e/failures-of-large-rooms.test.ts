// A failure at every call to DynamoDB and SQS of the actions in a large room and of their fan-out, of creating a large
// room, and of making a room large.

import { ACTIONS } from "../../protocol/actions.ts";
import { caseOf, failuresOf, type Case } from "./failures.ts";
import { SCENARIOS } from "./scenarios.ts";

/** The actions on a room by its id. In a large room, each may make other calls than in a small one. */
const inTheRoom = Object.values(ACTIONS)
  .filter(({ grants }) => grants.table.length > 0)
  .map(({ name }) => name)
  .filter(
    (name) => !["sendNewMessage", "createGroup", "createUpload", "getDownload"].includes(name),
  );

const READS: readonly string[] = ["typing", "getMessages", "sync", "getPins", "getMembers"];

/** The actions that let the caller join, by a read of their connections and one write. Neither fails the request. */
const JOINING: readonly string[] = ["connectRooms", "sync", "getMessages", "sendMessage"];

/** The actions whose fan-out makes the same calls as that of a message. */
const TOLD_AS_A_MESSAGE = ["deleteMessage", "pinMessage", "reactMessage", "updateRoom"];

const inALargeRoom = (tried: Case): Case => ({
  ...tried,
  title: `${tried.title} in a large room`,
  large: true,
  ...(JOINING.includes(tried.action) && { overlooked: 2 }),
  ...(TOLD_AS_A_MESSAGE.includes(tried.action) && { onlyOwn: true, faults: ["before", "after"] }),
  ...(READS.includes(tried.action) && { faults: ["before"] }),
});

failuresOf(
  [
    ...inTheRoom.map(caseOf).map(inALargeRoom),
    inALargeRoom({
      title: "removeMember of who is online",
      action: "removeMember",
      payload: ({ room, bob }) => ({ room_id: room, user_id: bob.id }),
      isAlone: true,
    }),
    inALargeRoom({
      title: "addMembers of who is online and was removed",
      action: "addMembers",
      payload: ({ room, bob }) => ({ room_id: room, user_ids: [bob.id] }),
      prepare: ({ ann, room, bob }) => ann.done("removeMember", { room_id: room, user_id: bob.id }),
      isAlone: true,
    }),
    {
      ...caseOf("addMembers"),
      title: "addMembers, by which the room becomes large",
      // The read of the small room's users, which is not needed: now the fan-out notifies them.
      overlooked: 1,
    },
    {
      title: "createGroup of a large room",
      action: "createGroup",
      payload: (world) => ({
        ...SCENARIOS.createGroup(world),
        recipients: [world.bob.id, ...["cid", "dan", "eve"].map((id) => `${id}-${world.name}`)],
      }),
      // The members' connections join by one read of them and a write each, or else by their next request.
      overlooked: 3,
    },
  ],
  3,
);
