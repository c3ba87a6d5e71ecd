// `addMembers`: more people in a group.

import { groupEvent } from "../../protocol/users.ts";
import { notAGroup } from "./errors.ts";
import { addedData, joinedData, type Addition } from "./events.ts";
import type { AddEvent, RoomView } from "./model.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import type { Request, UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

export const addMembers: UseCase<"addMembers"> = async ({ room_id, user_ids }, request) => {
  const { entry, view, receivers } = await appendWithReceivers<AddEvent, Addition>(
    request,
    room_id,
    async (room) => {
      if (room.room.peers) throw notAGroup();
      const users = user_ids.filter((userId) => !room.members.has(userId));
      if (users.length === 0) return { standing: await standing(request, room, user_ids) };
      return { append: { kind: "add", users, memberCount: room.members.size + users.length } };
    },
    withNew,
  );
  const { users, memberCount } = entry;
  return {
    event: "members_added",
    data: addedData(room_id, entry),
    // Those with whom the room was made have been told then.
    ...(entry.rev > 0 && {
      receivers,
      also: {
        event: groupEvent,
        data: joinedData({ ...view.room, memberCount }, withNew(view, entry), entry),
        to: users,
      },
    }),
    repeatable: true,
  };
};

/** The members from before an addition, and those whom it adds. */
const withNew = (view: RoomView, { users }: Pick<AddEvent, "users">): string[] => [
  ...new Set([...memberIds(view), ...users]),
];

// What made the last of them a member: an addition, or the making of the room.
async function standing(
  request: Request,
  { room, members }: RoomView,
  users: readonly string[],
): Promise<Addition> {
  const rev = Math.max(...users.map((userId) => members.get(userId)?.joinedRev ?? 0));
  if (rev === 0) {
    return { rev, by: room.creator, at: room.createdAt, users, memberCount: members.size };
  }
  const [entry] = await request.log.after(room.id, rev - 1, 1);
  if (entry?.kind !== "add") throw new Error(`Entry ${rev} of a log added nobody.`);
  const still = entry.users.filter((userId) => members.has(userId));
  return { ...entry, users: still };
}
