// Which ids a user may have: some events are named by a user's own id, so an id may not be another event's name.

import { id } from "./identifiers.ts";

// Of every event of the protocol, later ones included: a user admitted today must not collide tomorrow.
const EVENT_NAMES = new Set([
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
]);
const GROUP_EVENT = /^group_/;

/** The event that tells a user of a group they are in. */
export const groupEvent = (userId: string): `group_${string}` => `group_${userId}`;

/** Whether a token's `sub` can be a user's id: of an id's characters, and no event's name. */
export const isUserId = (sub: string): boolean =>
  id.safeParse(sub).success && !EVENT_NAMES.has(sub) && !GROUP_EVENT.test(sub);
