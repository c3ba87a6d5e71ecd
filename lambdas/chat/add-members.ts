// `addMembers`: adds users to a group.

import { groupEvent } from "../../protocol/users.ts";
import { notAGroup, tooManyMembers } from "./errors.ts";
import { addedData, joinedData, type Addition } from "./events.ts";
import type { AddEvent, Member, RoomView } from "./model.ts";
import { pay } from "./limits.ts";
import { appendWithReceivers } from "./append-with-receivers.ts";
import { isKept } from "./retention.ts";
import type { Request, Sizes, UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

export const addMembers: UseCase<"addMembers"> = async ({ room_id, user_ids }, request) => {
  let paid: Promise<void> | undefined;
  const { entry, view, receivers } = await appendWithReceivers<AddEvent, Addition>(
    request,
    room_id,
    async (room) => {
      if (room.room.peers) throw notAGroup();
      const members = room.members ?? (await request.rooms.members(room_id, user_ids));
      const users = user_ids.filter((userId) => !members.has(userId));
      if (users.length === 0) return { existing: await existing(request, room, members, user_ids) };
      await (paid ??= pay(request, "invites", users.length));
      return { append: addition(room, users, request.sizes) };
    },
    { idsOf: withNew },
  );
  const { users, memberCount } = entry;
  const data = addedData(room_id, entry);
  return {
    event: "members_added",
    data,
    // The first members were notified when the room was made.
    ...(entry.rev > 0 && {
      receivers,
      publishes: () => [{ type: "MembersAdded" as const, detail: data }],
      also: {
        event: groupEvent,
        data: joinedData({ ...view.room, memberCount }, withNew(view, entry), entry),
        to: users,
      },
    }),
    repeatable: true,
  };
};

function addition({ room, members }: RoomView, users: readonly string[], sizes: Sizes): AddEvent {
  const memberCount = (members?.size ?? room.memberCount) + users.length;
  if (memberCount > sizes.group) throw tooManyMembers(sizes.group);
  const makesLarge = !room.large && memberCount > sizes.smallRoom;
  return { kind: "add", users, memberCount, ...(makesLarge && { makesLarge }) };
}

/** The members after an addition; undefined for a large room. */
function withNew(view: RoomView, { users }: Pick<AddEvent, "users">): string[] | undefined {
  const ids = memberIds(view);
  return ids && [...new Set([...ids, ...users])];
}

// The attribution for a repeat: the entry that last added one of these users, or the creation of the room.
async function existing(
  request: Request,
  { room }: RoomView,
  members: ReadonlyMap<string, Member>,
  users: readonly string[],
): Promise<Addition> {
  const joined = users.flatMap((userId) => members.get(userId) ?? []);
  const rev = Math.max(0, ...joined.map(({ joinedRev }) => joinedRev));
  // The entry that added them has expired, and with it who added them.
  if (rev === 0 || !isKept(room, rev)) {
    const at = Math.max(room.createdAt, ...joined.map(({ joinedAt }) => joinedAt));
    return { rev, by: room.creator, at, users, memberCount: room.memberCount };
  }
  const [entry] = await request.log.after(room.id, rev - 1, 1);
  if (entry?.kind !== "add") throw new Error(`Entry ${rev} of a log added nobody.`);
  const still = entry.users.filter((userId) => members.has(userId));
  return { ...entry, users: still };
}
