// Reads a user's list of rooms: one more request per hundred rooms.

import pLimit from "p-limit";
import { all } from "../chat/all.ts";
import type { Member, Room, StoredMessage } from "../chat/model.ts";
import type { Details, RoomList } from "../chat/ports.ts";
import { batchGet, KEYS_PER_REQUEST } from "./batch-get.ts";
import { readEntry } from "./items/entry.ts";
import { listKeys, newListItems, readList } from "./items/list.ts";
import { readMember } from "./items/member.ts";
import { readRoom } from "./items/room.ts";
import { readUser } from "./items/user.ts";
import {
  entryKey,
  isMemberKey,
  memberKey,
  roomIdOf,
  roomKey,
  roomsOf,
  userKey,
  type Key,
} from "./keys.ts";
import { pages } from "./query.ts";
import { ROOMS_OF_USER } from "./schema.ts";
import type { Item, Table } from "./table.ts";
import { PutCommand, QueryCommand } from "./commands.ts";

const PUTS_AT_ONCE = 10;

/** 1,000 keys of the index cost about 16 read units, for up to fifty requested rooms. */
const LISTED_AT_MOST = 1_000;

export function roomList(table: Table): RoomList {
  const some = async (roomIds: readonly string[]): Promise<Room[]> =>
    (await batchGet(table, roomIds.map(roomKey)))
      .map(readRoom)
      .flatMap(({ room, isReady }) => (isReady ? [room] : []));

  return {
    some,

    async ofUser(userId) {
      return await some(await roomIdsOf(table, userId));
    },

    async among(userId, roomIds) {
      const requested = [...roomIds].sort();
      const [first, last] = [requested[0], requested.at(-1)];
      if (first === undefined || last === undefined) return new Set();
      const { Items = [] } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: ROOMS_OF_USER.name,
          KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :first AND :last",
          ExpressionAttributeNames: { "#pk": ROOMS_OF_USER.partition, "#sk": ROOMS_OF_USER.sort },
          ExpressionAttributeValues: {
            ":pk": userKey(userId).pk,
            ":first": roomKey(first).pk,
            ":last": roomKey(last).pk,
          },
          Limit: LISTED_AT_MOST,
        }),
      );
      const mine = new Set(Items.map(({ pk }) => roomIdOf(pk)));
      return new Set(requested.filter((id) => mine.has(id)));
    },

    async keep(userId, list) {
      const limit = pLimit(PUTS_AT_ONCE);
      const put = (item: Item) =>
        table.client.send(new PutCommand({ TableName: table.name, Item: item }));
      await all(newListItems(userId, list).map((item) => limit(() => put(item))));
    },

    async kept(userId, position, count) {
      const items = await batchGet(table, listKeys(userId, position, count), { consistent: true });
      return readList(items, userId, position, count);
    },

    async details({ member, messages, users }) {
      const members = member.roomIds.map((id) => memberKey(id, member.userId));
      const others = [
        ...messages.map(({ roomId, rev }) => entryKey(roomId, rev)),
        ...[...new Set(users)].map(userKey),
      ];
      return readDetails(await readTogether(table, members, others));
    },
  };
}

// Memberships must be read consistently, and a request is consistent as a whole. If all keys fit into one request, one
// is enough; otherwise the others are read concurrently without consistency, at half the price.
async function readTogether(
  table: Table,
  deciding: readonly Key[],
  others: readonly Key[],
): Promise<Item[]> {
  if (deciding.length + others.length <= KEYS_PER_REQUEST) {
    return await batchGet(table, [...deciding, ...others], { consistent: true });
  }
  const read = [batchGet(table, deciding, { consistent: true }), batchGet(table, others)];
  return (await all(read)).flat();
}

function readDetails(items: readonly Item[]): Details {
  const members = new Map<string, Member>();
  const messages = new Map<string, StoredMessage>();
  const firstNames = new Map<string, string>();
  for (const item of items) {
    if (isMemberKey(item.sk)) {
      const member = readMember(item);
      if (member) members.set(roomIdOf(item.pk), member);
    } else if (item.kind === undefined) {
      const user = readUser(item);
      if (user.firstName !== undefined) firstNames.set(user.id, user.firstName);
    } else {
      const entry = readEntry(item);
      if (entry.kind === "message") messages.set(roomIdOf(item.pk), entry);
    }
  }
  return { members, messages, firstNames };
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
