// The list of a user's rooms, in a number of requests that grows by one for every fifty rooms.

import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { StoredMessage } from "../chat/model.ts";
import type { RoomList } from "../chat/ports.ts";
import { batchGet } from "./batch-get.ts";
import { readEntry } from "./items/entry.ts";
import { readPlaces } from "./items/place.ts";
import { readUser } from "./items/user.ts";
import { VERSION } from "./items/version.ts";
import { entryKey, memberKey, roomIdOf, roomKey, roomsOf, userKey } from "./keys.ts";
import { pages } from "./query.ts";
import { ROOMS_OF_USER } from "./schema.ts";
import type { Table } from "./table.ts";

export function roomList(table: Table): RoomList {
  return {
    async ofUser(userId) {
      const roomIds = await roomIdsOf(table, userId);
      const keys = roomIds.flatMap((id) => [roomKey(id), memberKey(id, userId)]);
      // A room without its membership was left, or is being made: the index lags.
      return [...readPlaces(await batchGet(table, keys)).values()].flatMap(({ room, member }) =>
        member ? [{ room, member }] : [],
      );
    },

    async details({ messages: wanted, users }) {
      const items = await batchGet(table, [
        ...wanted.map(({ roomId, rev }) => entryKey(roomId, rev)),
        ...[...new Set(users)].map(userKey),
      ]);
      const messages = new Map<string, StoredMessage>();
      const firstNames = new Map<string, string>();
      for (const item of items) {
        if (item.kind === undefined) {
          const user = readUser(item);
          if (user.firstName !== undefined) firstNames.set(user.id, user.firstName);
        } else {
          const entry = readEntry(item);
          if (entry.kind === "message") messages.set(roomIdOf(item.pk), entry);
        }
      }
      return { messages, firstNames };
    },

    async remember(userId, firstName) {
      await table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: userKey(userId),
          UpdateExpression: "SET v = :v, first_name = :first_name",
          ExpressionAttributeValues: { ":v": VERSION, ":first_name": firstName },
        }),
      );
    },
  };
}

async function roomIdsOf(table: Table, userId: string): Promise<string[]> {
  const { pk, prefix } = roomsOf(userId);
  const items = await pages(table, {
    TableName: table.name,
    IndexName: ROOMS_OF_USER.name,
    KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
    ExpressionAttributeNames: { "#pk": ROOMS_OF_USER.partition, "#sk": ROOMS_OF_USER.sort },
    ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
  });
  return items.map((item) => roomIdOf(item.pk));
}
