// Ids on the wire, of users, rooms and messages: any id, and the ids that a client may choose.

import * as z from "zod/mini";

const ID = /^[A-Za-z0-9._:@|-]{1,128}$/;

/** Rooms whose id the server derives: one per pair of users, or one per first message. */
export const SERVER_ROOM_PREFIXES = { pair: "p2p.", conversation: "new." } as const;

const REV_DIGITS = 12;

/** A rev as 12 hex digits, whose order as text is the order of the numbers. */
export const revDigits = (rev: number): string => rev.toString(16).padStart(REV_DIGITS, "0");

/** The rev of a text that begins with its 12 hex digits. */
export const revOfDigits = (digits: string): number =>
  Number.parseInt(digits.slice(0, REV_DIGITS), 16);

/** A position in a room's order, as a client sends it. */
export const revMark = z
  .int()
  .check(
    z.gte(0),
    z.lte(0xffff_ffff_fffe),
    z.describe("A position in the room's log; 0 is before the first event."),
  );

export const rev = z
  .int()
  .check(z.describe("The event's number in the room's log: 1, 2, 3, … without gaps."));
export const seq = z
  .int()
  .check(z.describe("The message's number among the room's messages: 1, 2, 3, …"));
export const seenSeq = z
  .int()
  .check(z.describe("A read mark: the `seq` of the last message seen, or 0."));

/** A time of the server's clock. */
export const time = z
  .string()
  .check(z.describe("ISO 8601, UTC, with milliseconds, from the server's clock."));

/** A message id of the server: 12 hex digits of the `rev`, of which the first three are 0, and 12 random ones. */
export const SERVER_MESSAGE_ID = /^000[0-9a-f]{21}$/i;

/** Any id: 1 to 128 characters out of `A-Z a-z 0-9 . _ : @ | -`. */
export const id = z
  .string()
  .check(z.regex(ID, "must be 1 to 128 characters out of A-Z a-z 0-9 . _ : @ | -"));

/** A room id that a client may choose. */
export const newRoomId = id.check(
  z.refine(
    (value) => !Object.values(SERVER_ROOM_PREFIXES).some((prefix) => value.startsWith(prefix)),
    "may not begin with p2p. or new., which the server's own rooms do",
  ),
);

/** A message id that a client may choose. */
export const newMessageId = id.check(
  z.refine(
    (value) => !SERVER_MESSAGE_ID.test(value),
    "may not be 24 hex digits that begin with 000, which the server's own ids are",
  ),
);
