// `createGroup`: creates a group with its members.

import { groupEvent } from "../../protocol/users.ts";
import { roomCreated } from "./domain-events.ts";
import { groupData } from "./events.ts";
import { joinMembers } from "./join-members.ts";
import { NEW_ROOM_TOKENS, pay } from "./limits.ts";
import { authorize } from "./authorize.ts";
import { makeRoom } from "./make-room.ts";
import { usersBeside, usersOf } from "./receivers.ts";
import type { UseCase } from "./request.ts";
import { memberIds } from "./wire.ts";

export const createGroup: UseCase<"createGroup"> = async (payload, request) => {
  const id = payload._id ?? request.nonce() + request.nonce();
  const { type, room_name: name, image_url: image } = payload;
  const { userId, isSystem } = request.caller;
  const firstMembers = [...new Set([...(isSystem ? [] : [userId]), ...payload.recipients])];
  await pay(request, "invites", NEW_ROOM_TOKENS + firstMembers.length);
  let beside: ReturnType<typeof usersBeside> | undefined;
  const plan = { id, type, name, image, memberIds: firstMembers };
  const made = await makeRoom(request, plan, (members) => {
    beside = usersBeside(request, members);
  });

  // A repeat is answered with the group's current state.
  const view = made ?? (await authorize(request, id));
  const members = memberIds(view);
  const recipients = members && inOrderOf(payload.recipients, members, userId);
  return {
    event: groupEvent,
    data: groupData(view.room, recipients),
    receivers:
      (await joinMembers(request, view, payload.recipients)) ??
      (made && beside ? beside(members ?? []) : usersOf(request, members ?? [])),
    publishes: () => [roomCreated(view.room, firstMembers)],
    room: id,
    repeatable: payload._id !== undefined,
  };
};

// The payload's users in their order, without former members; then the other members.
function inOrderOf(order: readonly string[], members: readonly string[], caller: string): string[] {
  const others = members.filter((userId) => userId !== caller && !order.includes(userId));
  return [...order.filter((userId) => members.includes(userId)), ...others];
}
