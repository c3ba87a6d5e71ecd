// Large rooms in the table: the joined connections, and the cursor of each room's fan-out.

import type { FanOutCursor, LargeRooms } from "../chat/ports.ts";
import { batchGet } from "./batch-get.ts";
import { connectionAttribute, packConnection } from "./items/connection.ts";
import { readUser } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import { fanOutKey, memberKey, userKey } from "./keys.ts";
import { get, holds, type Item, type Table } from "./table.ts";
import { UpdateCommand } from "./commands.ts";
import { isUnavailable } from "../http/unavailable.ts";

const readCursor = (item: Item): FanOutCursor => {
  const { rev, at } = item as unknown as FanOutCursor;
  return { rev, at };
};

export function largeRooms(table: Table): LargeRooms {
  const { client, name: TableName } = table;

  return {
    async join(roomId, userId, { add, drop }) {
      const added = add.map((connection, i) => [`a${i}`, connection] as const);
      const dropped = drop.map((id, i) => [`#d${i}`, connectionAttribute(id)] as const);
      const update = new UpdateCommand({
        TableName,
        Key: memberKey(roomId, userId),
        UpdateExpression: [
          added.length > 0 && `SET ${added.map(([alias]) => `#${alias} = :${alias}`).join(", ")}`,
          dropped.length > 0 && `REMOVE ${dropped.map(([alias]) => alias).join(", ")}`,
        ]
          .filter(Boolean)
          .join(" "),
        // The marker of an ended membership must not count as a membership.
        ConditionExpression: "attribute_exists(joined_rev)",
        ExpressionAttributeNames: Object.fromEntries<string>([
          ...added.map(([alias, { id }]) => [`#${alias}`, connectionAttribute(id)] as const),
          ...dropped,
        ]),
        ...(added.length > 0 && {
          ExpressionAttributeValues: Object.fromEntries(
            added.map(([alias, connection]) => [`:${alias}`, packConnection(connection)]),
          ),
        }),
      });
      return await holds(client.send(update));
    },

    async online(userIds) {
      const keys = [...new Set(userIds)].map(userKey);
      const users = (await batchGet(table, keys, { consistent: true })).map(readUser);
      return new Map(
        users
          .filter(({ connections }) => connections.length > 0)
          .map(({ id, connections }) => [id, connections]),
      );
    },

    async cursor(roomId) {
      const item = await get(table, fanOutKey(roomId));
      return item && readCursor(item);
    },

    async moveCursor(roomId, { rev, at }) {
      const update = new UpdateCommand({
        TableName,
        Key: fanOutKey(roomId),
        UpdateExpression: "SET v = :v, #rev = :rev, #at = :at",
        ConditionExpression: "attribute_not_exists(#rev) OR #rev < :rev",
        ExpressionAttributeNames: { "#rev": "rev", "#at": "at" },
        ExpressionAttributeValues: { ":v": VERSION, ":rev": rev, ":at": at },
      });
      await holds(client.send(update));
    },

    isPushedBack: isUnavailable,
  };
}
