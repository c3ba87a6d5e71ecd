// Writes the world of scenarios.ts, as its actions leave it, into the table by one request, and pairs and large rooms:
// for tests that need hundreds.

import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { messageContent } from "../../protocol/message.ts";
import { messageId } from "../../lambdas/chat/find-message.ts";
import type { Entry, Head, MessageEvent, Room } from "../../lambdas/chat/model.ts";
import { newEntryItem } from "../../lambdas/store/items/entry.ts";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { VERSION } from "../../lambdas/store/items/version.ts";
import { claimKey, fanOutKey } from "../../lambdas/store/keys.ts";
import type { Item, Table } from "../../lambdas/store/table.ts";
import type { Backend } from "../backend.ts";
import { cidOf, newWorldName, type World } from "./scenarios.ts";

/** `large`: the world's room is large, its fan-out is up to date, and no connection has joined it. */
export async function seedWorld(backend: Backend, { large = false } = {}): Promise<World> {
  const name = newWorldName();
  const [ann, bob] = await Promise.all([backend.join(`ann-${name}`), backend.join(`bob-${name}`)]);
  const world = { ann, bob, room: `room-${name}`, chosen: `chosen-${name}`, name };
  const one = message(1, ann.id, "one", { chosenId: world.chosen });
  const two = message(2, bob.id, "two");
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  await put(table, [
    { ...roomItem(world, two), state: READY, roster: undefined, ...(large && { large }) },
    memberItem(world.room, ann.id, one),
    memberItem(world.room, bob.id, two),
    memberItem(world.room, cidOf(name)),
    newEntryItem(world.room, one),
    newEntryItem(world.room, two),
    ...(large ? [{ ...fanOutKey(world.room), v: VERSION, rev: two.rev, at: 1 }] : []),
    { ...claimKey(world.room, world.chosen), v: VERSION, sender: ann.id, base: 1 },
  ]);
  return { ...world, made: messageId(two) };
}

/** Writes a pair of the user with each peer, with one message from the user. */
export async function seedPairs(userId: string, peers: readonly string[]): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  await put(
    table,
    peers.flatMap((peer) => pairItems(userId, peer)),
  );
}

/** Writes large rooms with one delivered message each. The user is a member of all, and has joined none. */
export async function seedLargeRooms(userId: string, count: number): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const ids = Array.from({ length: count }, (_, n) => `large-${n}-of-${userId}`);
  await put(
    table,
    ids.flatMap((id) => largeItems(userId, id)),
  );
}

function largeItems(userId: string, id: string): Item[] {
  const said = message(1, "somebody", "hi");
  const room: Room = {
    id,
    type: "group-chat",
    name: id,
    image: "",
    creator: "somebody",
    owner: "somebody",
    memberCount: 1_000,
    createdAt: now,
    head: said,
  };
  return [
    { ...newRoomItem(room, ""), state: READY, roster: undefined, large: true },
    memberItem(id, userId),
    newEntryItem(id, said),
    { ...fanOutKey(id), v: VERSION, rev: said.rev, at: 1 },
  ];
}

function pairItems(userId: string, peer: string): Item[] {
  const id = `${userId}-and-${peer}`;
  const said = message(1, userId, "hi");
  const room: Room = {
    id,
    type: "peer-to-peer",
    name: "",
    image: "",
    creator: userId,
    peers: [userId, peer],
    memberCount: 2,
    createdAt: now,
    head: said,
  };
  return [
    { ...newRoomItem(room, ""), state: READY, roster: undefined },
    memberItem(id, userId, said),
    memberItem(id, peer),
    newEntryItem(id, said),
  ];
}

const now = Date.now();

const message = (
  rev: number,
  by: string,
  text: string,
  otherwise: Partial<MessageEvent> = {},
): Entry<MessageEvent> => ({
  kind: "message",
  rev,
  seq: rev,
  lastMessageRev: rev,
  activeAt: now,
  by,
  at: now,
  nonce: rev.toString().padStart(12, "0"),
  content: messageContent.parse({ message: text }),
  ...otherwise,
});

const roomItem = ({ room, ann, name }: Pick<World, "room" | "ann" | "name">, head: Head): Item =>
  newRoomItem(
    {
      id: room,
      type: "group-chat",
      name,
      image: "",
      creator: ann.id,
      owner: ann.id,
      memberCount: 3,
      createdAt: now,
      head,
    },
    "",
  );

const memberItem = (room: string, userId: string, seen?: Head): Item =>
  newMemberItem(room, { userId, joinedAt: now, joinedRev: 0, seenSeq: seen?.seq ?? 0 });

/** The most items of a BatchWriteItem request. */
const ITEMS_AT_ONCE = 25;

async function put(table: Table, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += ITEMS_AT_ONCE) {
    const some = items.slice(from, from + ITEMS_AT_ONCE);
    const requests = some.map((Item) => ({ PutRequest: { Item } }));
    await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
  }
}
