// The writes by which an entry other than a message changes its target. Because of their conditions, they do nothing if
// they are repeated, or if a later entry was applied before.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type {
  AddEvent,
  ChangeEvent,
  DeleteEvent,
  EditEvent,
  Entry,
  PinEvent,
  ReactEvent,
  RemoveEvent,
} from "../chat/model.ts";
import { PutCommand, UpdateCommand } from "./commands.ts";
import { packReactions } from "./items/entry.ts";
import { expiryAttribute } from "./items/expiry.ts";
import { VERSION } from "./items/version.ts";
import {
  removalKey,
  entryKey,
  memberKey,
  pinKey,
  reactionKey,
  roomLeftByKey,
  roomOfUserKey,
  type Key,
} from "./keys.ts";
import { EXPIRY } from "./schema.ts";

/** The lifetime of markers of removed pins, reactions and memberships, in seconds: far longer than any Lambda runs. */
const MARKER_SECONDS = 24 * 60 * 60;

/** The writes that apply an entry. Those of an addition or a reaction may run concurrently, others only in order. */
export function changes(
  TableName: string,
  roomId: string,
  entry: Entry<ChangeEvent>,
): (UpdateCommand | PutCommand)[] {
  const update = (Key: Key, change: Omit<UpdateCommandInput, "TableName" | "Key">) =>
    new UpdateCommand({ TableName, Key, ...change });
  switch (entry.kind) {
    case "edit":
      return [update(entryKey(roomId, entry.target), edit(entry))];
    case "delete": {
      const message = update(entryKey(roomId, entry.target), erase(entry));
      const pin = () => update(pinKey(roomId, entry.target), setPin(entry, false));
      return entry.unpins ? [message, pin()] : [message];
    }
    case "pin":
      return [update(pinKey(roomId, entry.target), setPin(entry, entry.pinned))];
    case "react": {
      const { target: messageRev, reaction, by: userId } = entry;
      const mark = reactionKey({ roomId, messageRev, reaction, userId });
      return [update(mark, setReaction(entry)), update(entryKey(roomId, messageRev), count(entry))];
    }
    case "add":
      return entry.users.map((user) =>
        update(memberKey(roomId, user), add(entry, roomOfUserKey(roomId, user))),
      );
    case "remove":
      return [
        // The removal's record comes first, so that every former member has one.
        update(removalKey(roomId, entry.user), depart(entry, roomLeftByKey(roomId, entry.user))),
        new PutCommand({ TableName, ...marker(roomId, entry) }),
      ];
    // A rename changes only the room's item, which `advance` writes.
    case "rename":
      return [];
  }
}

// The nonce ensures that the pending text is this entry's. The rev keeps a delayed request that proposed its text again
// from undoing a later edit.
const edit = (entry: Entry<EditEvent>) => ({
  UpdateExpression:
    "SET message = pending.#text, edited_at = :at, edited_rev = :rev REMOVE pending",
  ConditionExpression:
    "pending.nonce = :nonce AND (attribute_not_exists(edited_rev) OR edited_rev < :rev)",
  ExpressionAttributeNames: { "#text": "text" },
  ExpressionAttributeValues: { ":at": entry.at, ":rev": entry.rev, ":nonce": entry.nonce },
});

const erase = (entry: Entry<DeleteEvent>) => ({
  UpdateExpression:
    "SET deleted_at = :at, deleted_rev = :rev, deleted_by = :by " +
    "REMOVE message, content, pending, edited_at, edited_rev, reactions, reactions_rev",
  ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(deleted_rev)",
  ExpressionAttributeValues: { ":at": entry.at, ":rev": entry.rev, ":by": entry.by },
});

const setPin = (entry: Entry<DeleteEvent | PinEvent>, pinned: boolean) => ({
  UpdateExpression:
    "SET v = :v, pinned = :pinned, pinned_at = :at, pinned_rev = :rev, pinned_by = :by " +
    expiryChange(entry, pinned).change,
  ConditionExpression: "attribute_not_exists(pinned_rev) OR pinned_rev < :rev",
  ExpressionAttributeNames: { "#expiry": EXPIRY },
  ExpressionAttributeValues: {
    ":v": VERSION,
    ":pinned": pinned,
    ":at": entry.at,
    ":rev": entry.rev,
    ":by": entry.by,
    ...expiryChange(entry, pinned).values,
  },
});

const setReaction = (entry: Entry<ReactEvent>) => ({
  UpdateExpression:
    "SET v = :v, #on = :on, reacted_at = :at, reacted_rev = :rev " +
    expiryChange(entry, entry.on).change,
  ConditionExpression: "attribute_not_exists(reacted_rev) OR reacted_rev < :rev",
  ExpressionAttributeNames: { "#on": "on", "#expiry": EXPIRY },
  ExpressionAttributeValues: {
    ":v": VERSION,
    ":on": entry.on,
    ":at": entry.at,
    ":rev": entry.rev,
    ...expiryChange(entry, entry.on).values,
  },
});

// The entry holds all reactions of the message with their counts: they are replaced, not incremented, so a repeat counts
// nothing twice.
const count = (entry: Entry<ReactEvent>) => ({
  UpdateExpression: "SET reactions = :reactions, reactions_rev = :rev",
  ConditionExpression:
    "attribute_exists(message) AND (attribute_not_exists(reactions_rev) OR reactions_rev < :rev)",
  ExpressionAttributeValues: {
    ":reactions": packReactions(entry.reactions),
    ":rev": entry.rev,
  },
});

// A pin or reaction expires with the log, if that expires; the marker of a removed one expires after a day.
function expiryChange(entry: Entry, isSet: boolean): { change: string; values: object } {
  const until = isSet ? expiryAttribute(entry.expiresAt)[EXPIRY] : expiry(entry);
  return until === undefined
    ? { change: "REMOVE #expiry", values: {} }
    : { change: ", #expiry = :expiry", values: { ":expiry": until } };
}

const expiry = ({ at }: Entry): number => Math.ceil(at / 1_000) + MARKER_SECONDS;

const assignments = (attributes: Readonly<Record<string, string>>): string =>
  Object.keys(attributes)
    .map((attribute) => `${attribute} = :${attribute}`)
    .join(", ");

const values = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value]));

// Writes a new membership, or replaces the marker of an earlier removal. The read mark starts at the present.
const add = (entry: Entry<AddEvent>, index: Readonly<Record<string, string>>) => ({
  UpdateExpression:
    "SET v = :v, joined_at = :at, joined_rev = :rev, seen_seq = :seq, " +
    `${assignments(index)} REMOVE left_rev, #expiry`,
  ConditionExpression: "attribute_not_exists(pk) OR left_rev < :rev",
  ExpressionAttributeNames: { "#expiry": EXPIRY },
  ExpressionAttributeValues: {
    ":v": VERSION,
    ":at": entry.at,
    ":rev": entry.rev,
    ":seq": entry.seq,
    ...values(index),
  },
});

// Replaces the whole membership, including its joined connections and its keys in the index: a marker must not be in
// the user's list of rooms.
const marker = (roomId: string, entry: Entry<RemoveEvent>) => ({
  Item: {
    ...memberKey(roomId, entry.user),
    v: VERSION,
    left_rev: entry.rev,
    [EXPIRY]: expiry(entry),
  },
  ConditionExpression: "joined_rev < :rev",
  ExpressionAttributeValues: { ":rev": entry.rev },
});

// The record is in the index too, so that all rooms that a user was ever in can be found.
const depart = (entry: Entry<RemoveEvent>, index: Readonly<Record<string, string>>) => ({
  UpdateExpression:
    "SET v = :v, left_rev = :rev, left_at = :at, removed_by = :by, member_count = :count, " +
    `${assignments(index)} ` +
    (entry.owner === undefined ? "REMOVE #owner" : ", #owner = :owner"),
  ConditionExpression: "attribute_not_exists(left_rev) OR left_rev < :rev",
  ExpressionAttributeNames: { "#owner": "owner" },
  ExpressionAttributeValues: {
    ":v": VERSION,
    ":rev": entry.rev,
    ":at": entry.at,
    ":by": entry.by,
    ":count": entry.memberCount,
    ...values(index),
    ...(entry.owner !== undefined && { ":owner": entry.owner }),
  },
});

/** The attributes of the room's item that an entry changes. */
export function roomChanges(entry: Entry): Readonly<Record<string, string | number | true>> {
  switch (entry.kind) {
    case "add":
      return { member_count: entry.memberCount, ...(entry.makesLarge && { large: true }) };
    case "remove": {
      const { memberCount: member_count, owner } = entry;
      return { member_count, ...(owner !== undefined && { owner }) };
    }
    case "rename": {
      const { name, image } = entry;
      return { ...(name !== undefined && { name }), ...(image !== undefined && { image }) };
    }
    case "message":
    case "edit":
    case "delete":
    case "pin":
    case "react":
      return {};
  }
}
