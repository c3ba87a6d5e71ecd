// A room's log in the table: slots, and what an entry does to its target.

import { paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Entry, StoredMessage } from "../chat/model.ts";
import type { Log } from "../chat/ports.ts";
import { changes } from "./changes.ts";
import { newEntryItem, readEntry } from "./items/entry.ts";
import { entryKey, roomKey } from "./keys.ts";
import { get, holds, putNew, type Table } from "./table.ts";

/** Beyond any log, so that a Query from one slot to it ends with the log. */
const LAST_REV = 0xffff_ffff_ffff;

export function log(table: Table): Log {
  const { client, name: TableName } = table;
  return {
    async put(roomId, entry) {
      return await putNew(table, newEntryItem(roomId, entry));
    },

    async after(roomId, rev, limit = Number.MAX_SAFE_INTEGER) {
      const { pk, sk: from } = entryKey(roomId, rev + 1);
      const input = {
        TableName,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: {
          ":pk": pk,
          ":from": from,
          ":to": entryKey(roomId, LAST_REV).sk,
        },
        ConsistentRead: true,
      };
      const pageSize = Math.min(limit, 1_000);
      const entries: Entry[] = [];
      for await (const page of paginateQuery({ client, pageSize }, input)) {
        for (const entry of (page.Items ?? []).map(readEntry)) {
          // A Query can pass a slot just before it is filled and still meet the next one.
          if (entry.rev !== rev + entries.length + 1) return entries;
          if (entries.push(entry) === limit) return entries;
        }
      }
      return entries;
    },

    async message(roomId, rev) {
      const item = await get(table, entryKey(roomId, rev));
      const entry = item && readEntry(item);
      return entry?.kind === "message" ? (entry satisfies StoredMessage) : undefined;
    },

    async apply(roomId, entry) {
      const results: boolean[] = [];
      for (const change of changes(TableName, roomId, entry)) {
        results.push(await holds(client.send(new UpdateCommand(change))));
      }
      return results.includes(true);
    },

    async advance(roomId, head) {
      const update = new UpdateCommand({
        TableName,
        Key: roomKey(roomId),
        UpdateExpression:
          "SET rev = :rev, seq = :seq, last_message_rev = :last_message_rev, active_at = :active_at",
        ConditionExpression: "rev < :rev",
        ExpressionAttributeValues: {
          ":rev": head.rev,
          ":seq": head.seq,
          ":last_message_rev": head.lastMessageRev,
          ":active_at": head.activeAt,
        },
      });
      await holds(client.send(update));
    },
  };
}
