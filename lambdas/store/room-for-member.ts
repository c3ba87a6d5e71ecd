// Reads a room for one of its members: a small room with all its members, in one Query; a large room, and then only the
// membership. The room is read first: a membership read before it could be older, and admit a user after their removal.

import { SERVER_ROOM_PREFIXES } from "../../protocol/identifiers.ts";
import type { Room, RoomView } from "../chat/model.ts";
import { readMember, readMembers } from "./items/member.ts";
import { readRoom } from "./items/room.ts";
import { isRoomKey, memberKey, roomAndMembers, roomKey } from "./keys.ts";
import { pageByPage } from "./query.ts";
import { get, type Item, type Table } from "./table.ts";

/** More items than a small room has, and a fraction of a large one's. */
const ITEMS_PER_READ = 300;

/**
 * Rooms that this container has found small: they are read with one Query. For other rooms, the room's item is read
 * first, since reading a whole large room costs hundreds of units. Its item shows that a known room has become large.
 */
const knownSmall = new Set<string>();
const MOST_KNOWN = 10_000;

/** Remembers that a room is small, for a caller that has just made it. */
export function rememberSmall(roomId: string): void {
  // A full cache is cleared: an unknown room costs only one more request.
  if (knownSmall.size >= MOST_KNOWN) knownSmall.clear();
  knownSmall.add(roomId);
}

export async function readRoomFor(
  table: Table,
  roomId: string,
  userId: string,
): Promise<RoomView | undefined> {
  if (roomId.startsWith(SERVER_ROOM_PREFIXES.pair) || knownSmall.has(roomId)) {
    return await openWhole(table, roomId, userId);
  }
  const item = await get(table, roomKey(roomId));
  const room = readReady(item);
  if (!room) return undefined;
  if (room.large) return await openLarge(table, room, userId);
  rememberSmall(roomId);
  return await openWhole(table, roomId, userId);
}

async function openWhole(
  table: Table,
  roomId: string,
  userId: string,
): Promise<RoomView | undefined> {
  const { pk, prefix } = roomAndMembers(roomId);
  const pages = pageByPage(table, {
    TableName: table.name,
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
    ConsistentRead: true,
    Limit: ITEMS_PER_READ,
  });
  let room: Room | undefined;
  const items: Item[] = [];
  for await (const page of pages) {
    room ??= readReady(page.find(({ sk }) => isRoomKey(sk)));
    if (!room) return undefined;
    if (room.large) {
      knownSmall.delete(roomId);
      return await openLarge(table, room, userId);
    }
    items.push(...page.filter(({ sk }) => !isRoomKey(sk)));
  }
  const members = new Map(readMembers(items).map((member) => [member.userId, member]));
  const member = members.get(userId);
  return room && member && { room, member, members };
}

async function openLarge(table: Table, room: Room, userId: string): Promise<RoomView | undefined> {
  const item = await get(table, memberKey(room.id, userId));
  const member = item && readMember(item);
  return member && { room, member };
}

function readReady(item: Item | undefined): Room | undefined {
  if (!item) return undefined;
  const { room, isReady } = readRoom(item);
  return isReady ? room : undefined;
}
