// Reads all items of one user, to export or erase them.

import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { all } from "../chat/all.ts";
import type { Records } from "../chat/records.ts";
import { QueryCommand, PutCommand } from "./commands.ts";
import { isBanned } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import {
  removalKey,
  memberKey,
  roomIdOf,
  roomsLeftBy,
  roomsOf,
  userKey,
  userLists,
} from "./keys.ts";
import { pages } from "./query.ts";
import { ROOMS_OF_USER } from "./schema.ts";
import { get, type Table } from "./table.ts";

export function records(table: Table): Records {
  const { client, name: TableName } = table;

  const roomIds = async ({ pk, prefix }: { pk: string; prefix: string }): Promise<string[]> => {
    const items = await pages(table, {
      TableName,
      IndexName: ROOMS_OF_USER.name,
      KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
      ExpressionAttributeNames: { "#pk": ROOMS_OF_USER.partition, "#sk": ROOMS_OF_USER.sort },
      ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
    });
    return items.map((item) => roomIdOf(item.pk));
  };

  return {
    async roomsOf(userId) {
      const [now, before] = await all([roomIds(roomsOf(userId)), roomIds(roomsLeftBy(userId))]);
      return [...new Set([...now, ...before])].sort();
    },

    async user(userId) {
      return await get(table, userKey(userId));
    },

    async forgetRoom(userId, roomId, { isMade }) {
      await client.send(new DeleteCommand({ TableName, Key: removalKey(roomId, userId) }));
      if (isMade) return;
      await client.send(new DeleteCommand({ TableName, Key: memberKey(roomId, userId) }));
    },

    async forgetUser(userId) {
      const { pk, prefix } = userLists(userId);
      const { Items: lists = [] } = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        }),
      );
      const keys = lists.map(({ sk }) => ({ pk, sk: String(sk) }));
      await all(keys.map((Key) => client.send(new DeleteCommand({ TableName, Key }))));

      const item = await get(table, userKey(userId));
      if (!item) return;
      const { banned_at } = item;
      // A ban is not erased: the user could otherwise connect again.
      if (isBanned(item)) {
        const Item = { ...userKey(userId), v: VERSION, banned_at };
        await client.send(new PutCommand({ TableName, Item }));
      } else {
        await client.send(new DeleteCommand({ TableName, Key: userKey(userId) }));
      }
    },
  };
}
