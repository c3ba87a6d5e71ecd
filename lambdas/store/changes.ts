// What an entry other than a message does to its target, as conditional updates that do nothing the second time, nor
// when they come after a later entry's.

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { DeleteEvent, EditEvent, Entry, Event, PinEvent } from "../chat/model.ts";
import { entryKey, pinKey } from "./keys.ts";
import { EXPIRY } from "./schema.ts";

/** How long what is left of a pin stays: far longer than any Lambda lives. In seconds. */
const UNPINNED_FOR = 24 * 60 * 60;

type Change = Entry<Exclude<Event, { kind: "message" }>>;

/** The updates that apply an entry, in their order. */
export function changes(TableName: string, roomId: string, entry: Change): UpdateCommandInput[] {
  switch (entry.kind) {
    case "edit":
      return [{ TableName, Key: entryKey(roomId, entry.target), ...edit(entry) }];
    case "delete": {
      const message = { TableName, Key: entryKey(roomId, entry.target), ...erase(entry) };
      const pin = { TableName, Key: pinKey(roomId, entry.target), ...setPin(entry, false) };
      return entry.unpins ? [message, pin] : [message];
    }
    case "pin":
      return [{ TableName, Key: pinKey(roomId, entry.target), ...setPin(entry, entry.pinned) }];
  }
}

// By the nonce it is only done with the text that this entry's author laid there; by the rev it is not done after a
// later edit, should the text be laid there a second time by a request that was long on its way.
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
    "REMOVE message, content, pending, edited_at, edited_rev",
  ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(deleted_rev)",
  ExpressionAttributeValues: { ":at": entry.at, ":rev": entry.rev, ":by": entry.by },
});

const setPin = (entry: Entry<DeleteEvent | PinEvent>, pinned: boolean) => ({
  UpdateExpression:
    "SET pinned = :pinned, pinned_at = :at, pinned_rev = :rev, pinned_by = :by " +
    (pinned ? "REMOVE #expiry" : ", #expiry = :expiry"),
  ConditionExpression: "attribute_not_exists(pinned_rev) OR pinned_rev < :rev",
  ExpressionAttributeNames: { "#expiry": EXPIRY },
  ExpressionAttributeValues: {
    ...{ ":pinned": pinned, ":at": entry.at, ":rev": entry.rev, ":by": entry.by },
    ...(!pinned && { ":expiry": Math.ceil(entry.at / 1_000) + UNPINNED_FOR }),
  },
});
