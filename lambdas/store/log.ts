// A room's log in the table: its slots, and the application of its entries.

import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import pLimit from "p-limit";
import { all } from "../chat/all.ts";
import type { Entry, StoredMessage } from "../chat/model.ts";
import type { Log } from "../chat/ports.ts";
import { eraBefore } from "../chat/retention.ts";
import { batchGet } from "./batch-get.ts";
import { changes, roomChanges } from "./changes.ts";
import { eraAttribute, packEra } from "./items/room.ts";
import { newEntryItem, readEntry } from "./items/entry.ts";
import { entryKey, roomIdOf, roomKey } from "./keys.ts";
import { get, holds, putNew, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";
import { pageByPage } from "./query.ts";

/** Greater than any `rev`, so that a Query up to it reads to the end of the log. */
const LAST_REV = 0xffff_ffff_ffff;

const ADDED_AT_ONCE = 25;

export function log(table: Table): Log {
  const { client, name: TableName } = table;
  /** The slots from one rev to another, both included, as a Query. */
  const slots = (roomId: string, from: number, to: number): QueryCommandInput => ({
    TableName,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: {
      ":pk": entryKey(roomId, from).pk,
      ":from": entryKey(roomId, from).sk,
      ":to": entryKey(roomId, to).sk,
    },
    ConsistentRead: true,
  });

  return {
    async put(roomId, entry) {
      const { isPut, existing } = await putNew(table, newEntryItem(roomId, entry));
      return { isPut, ...(existing && { existing: readEntry(existing) }) };
    },

    async after(roomId, rev, limit = Number.MAX_SAFE_INTEGER) {
      const input = { ...slots(roomId, rev + 1, LAST_REV), Limit: Math.min(limit, 1_000) };
      const entries: Entry[] = [];
      for await (const page of pageByPage(table, input)) {
        for (const entry of page.map(readEntry)) {
          // A Query can read past a slot just before it is filled, and still return the next one.
          if (entry.rev !== rev + entries.length + 1) return entries;
          if (entries.push(entry) === limit) return entries;
        }
      }
      return entries;
    },

    async stored(roomId, rev, limit) {
      const input = { ...slots(roomId, rev + 1, LAST_REV), Limit: limit };
      const entries: Entry[] = [];
      for await (const page of pageByPage(table, input)) {
        entries.push(...page.map(readEntry));
        if (entries.length >= limit) break;
      }
      return entries.slice(0, limit);
    },

    async before(roomId, rev = LAST_REV + 1, limit) {
      // Slot 0 is never filled; it keeps the lower bound below the upper one.
      const input = { ...slots(roomId, 0, rev - 1), ScanIndexForward: false, Limit: limit };
      const entries: Entry[] = [];
      for await (const page of pageByPage(table, input)) {
        entries.push(...page.map(readEntry));
        if (entries.length >= limit) break;
      }
      return entries.slice(0, limit);
    },

    async message(roomId, rev) {
      const item = await get(table, entryKey(roomId, rev));
      const entry = item && readEntry(item);
      return entry?.kind === "message" ? (entry satisfies StoredMessage) : undefined;
    },

    async messages(wanted) {
      const keys = wanted.map(({ roomId, rev }) => entryKey(roomId, rev));
      const found = new Map<string, Map<number, StoredMessage>>();
      for (const item of await batchGet(table, keys, { consistent: true })) {
        const entry = readEntry(item);
        if (entry.kind !== "message") continue;
        const roomId = roomIdOf(item.pk);
        const ofRoom = found.get(roomId) ?? new Map<number, StoredMessage>();
        found.set(roomId, ofRoom.set(entry.rev, entry));
      }
      return found;
    },

    async endedAt(positions) {
      const next = positions.map(({ roomId, rev }) => entryKey(roomId, rev + 1));
      const filled = await batchGet(table, next);
      const continued = new Set(filled.map(({ pk }) => roomIdOf(pk)));
      return new Set(positions.map(({ roomId }) => roomId).filter((id) => !continued.has(id)));
    },

    async apply(roomId, entry) {
      const writes = changes(TableName, roomId, entry);
      // The client's types do not accept a union of commands.
      const write = (command: (typeof writes)[number]) =>
        holds(client.send(command as UpdateCommand));
      if (entry.kind === "add" || entry.kind === "react") {
        const limit = pLimit(ADDED_AT_ONCE);
        const added = await all(writes.map((command) => limit(() => write(command))));
        return added.includes(true);
      }
      const results: boolean[] = [];
      for (const command of writes) results.push(await write(command));
      return results.includes(true);
    },

    async advance(roomId, entry, forget = []) {
      const era = eraBefore(entry);
      const attributes = {
        rev: entry.rev,
        seq: entry.seq,
        last_message_rev: entry.lastMessageRev,
        active_at: entry.activeAt,
        ...roomChanges(entry),
        ...(entry.expiresAt !== undefined && { log_expires_at: entry.expiresAt }),
        ...(era && { [eraAttribute(era)]: packEra(era) }),
      };
      const names = Object.keys(attributes);
      const stale = forget.map(eraAttribute);
      // Without an expiry the last entry never expires, so the stored expiry of an earlier entry is removed.
      const removed = [...stale, ...(entry.expiresAt === undefined ? ["log_expires_at"] : [])];
      const update = new UpdateCommand({
        TableName,
        Key: roomKey(roomId),
        UpdateExpression:
          `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}` +
          (removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(", ")}` : ""),
        ConditionExpression: "#rev < :rev",
        ExpressionAttributeNames: Object.fromEntries(
          [...names, ...removed].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`:${name}`, value]),
        ),
      });
      await holds(client.send(update));
    },
  };
}
