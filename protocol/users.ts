// The ids that a user may have. Some events are named by a user's id, so an id may not be another event's name.

import * as z from "zod/mini";
import { id } from "./identifiers.ts";

// The names of all events of the protocol, and of planned ones: a user admitted today must not collide later. `system`
// is the sender of messages that no user sent.
const RESERVED = new Set([
  "connectRooms",
  "message",
  "typing",
  "delete",
  "edited",
  "seen",
  "pin_message",
  "messages",
  "sync",
  "pins",
  "members",
  "members_added",
  "member_removed",
  "room_updated",
  "pong",
  "error",
  "reaction",
  "batch",
  "upload",
  "download",
  "system",
]);
const GROUP_EVENT = /^group_/;

/** The name of the event that describes a group to one of its members. */
export const groupEvent = (userId: string): `group_${string}` => `group_${userId}`;

const isReserved = (value: string): boolean => RESERVED.has(value) || GROUP_EVENT.test(value);

/** A user's id: an id that is no event's name. */
export const userId = id.check(
  z.refine(
    (value) => !isReserved(value),
    "cannot be a user's id: it is reserved, or begins with group_",
  ),
);

/** A list of users. A repeated id counts once, at its first position. */
export const userIds = z.array(userId).check(z.overwrite((ids) => [...new Set(ids)]));

/** Whether a token's `sub` can be a user's id. */
export const isUserId = (sub: string): boolean => userId.safeParse(sub).success;
