// What a message to a room of 10,000 costs of whom 1,000 are online, counted: `npx tsx bench/large-room.ts`. The use case
// and the fan-out that run on AWS, on the embedded DynamoDB; posts are counted and go nowhere.

import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { sendMessage as action } from "../protocol/send-message.ts";
import { typing as typingAction } from "../protocol/typing.ts";
import { fanOut, type FanOutContext } from "../lambdas/chat/fan-out.ts";
import { sendMessage } from "../lambdas/chat/send-message.ts";
import { typing } from "../lambdas/chat/typing.ts";
import type { Store } from "../lambdas/chat/ports.ts";
import { openRequest } from "../lambdas/runtime/request.ts";
import { newMemberItem } from "../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../lambdas/store/items/room.ts";
import { largeRooms } from "../lambdas/store/large-rooms.ts";
import { buckets } from "../lambdas/store/buckets.ts";
import { log } from "../lambdas/store/log.ts";
import { messages } from "../lambdas/store/messages.ts";
import { roomList } from "../lambdas/store/room-list.ts";
import { rooms } from "../lambdas/store/rooms.ts";
import { tableDefinition } from "../lambdas/store/schema.ts";
import { openTable } from "../lambdas/store/table.ts";
import { users } from "../lambdas/store/users.ts";
import { startDatabase } from "../local/database.ts";
import { ensureTable } from "../local/table.ts";
import { awsCalls, type Call } from "../test/aws-calls.ts";

const MEMBERS = Number(process.env.MEMBERS ?? 10_000);
const ONLINE = MEMBERS / 10;
const ROOM = "663c8020fefd1941540edbca";
const now = Date.now();
const idOf = (i: number) => `65e0${String(i).padStart(20, "0")}`;

Object.assign(process.env, {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
});
const database = await startDatabase();
const client = new DynamoDBClient({ endpoint: database.endpoint });
await ensureTable(client, tableDefinition("parley"));
client.destroy();
const table = openTable("parley", database.endpoint);

const head = { rev: 1, seq: 1, lastMessageRev: 1, activeAt: now };
const room = newRoomItem(
  {
    id: ROOM,
    type: "group-chat",
    name: "Ten thousand",
    image: "",
    large: true,
    head,
    creator: idOf(0),
    owner: idOf(0),
    memberCount: MEMBERS,
    createdAt: now,
  },
  "",
);
const items = [
  { ...room, state: READY, roster: undefined },
  ...Array.from({ length: MEMBERS }, (_, i) => ({
    ...newMemberItem(ROOM, { userId: idOf(i), joinedAt: now, joinedRev: 0, seenSeq: 0 }),
    ...(i < ONLINE && { [`conn:${randomUUID().slice(0, 15)}=`]: now + 3_600_000 }),
  })),
];
for (let from = 0; from < items.length; from += 25) {
  const puts = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
  await table.client.send(new BatchWriteCommand({ RequestItems: { parley: puts } }));
}

const store: Store = {
  rooms: rooms(table),
  log: log(table),
  messages: messages(table),
  roomList: roomList(table),
  buckets: buckets(table),
  largeRooms: largeRooms(table),
  users: (ids) => users(table).read(ids),
};
const calls = awsCalls(table);
const connectionId = "caller=";
await store.largeRooms.join(ROOM, idOf(0), {
  add: [{ id: connectionId, until: now + 3_600_000 }],
  drop: [],
});
await store.largeRooms.moveCursor(ROOM, { rev: 1, at: 0 });

const sum = (of: readonly Call[]) => ({
  requests: of.length,
  readUnits: of.reduce((units, { capacity }) => units + capacity.read, 0),
  writeUnits: of.reduce((units, { capacity }) => units + capacity.write, 0),
});
const request = () => openRequest({ userId: idOf(0), connectionId }, store, now + 600_000);

let rev = 0;
const sending = await calls.during(async () => {
  const frame = { room_id: ROOM, message: "Hello, all", _id: "chosen" };
  const { receivers, alongside = [] } = await sendMessage(action.payload.parse(frame), request());
  if (receivers?.kind !== "joined") throw new Error("The room is not large.");
  rev = receivers.handOver.rev;
  await Promise.all(alongside.map((write) => write()));
});
let posts = 0;
const world: FanOutContext = {
  rooms: store.rooms,
  log: store.log,
  largeRooms: store.largeRooms,
  posts: 2_000,
  queue: { handOver: () => Promise.resolve(), handOn: () => Promise.resolve() },
  post: (targets) => {
    posts += targets.length;
    return Promise.resolve([]);
  },
  now: () => Date.now(),
  wait: () => Promise.resolve(),
  passed: () => undefined,
};
const telling = await calls.during(() =>
  fanOut(ROOM, [{ room: ROOM, rev, receipts: 1, id: "m" }], world),
);
const typed = await calls.during(() =>
  typing(typingAction.payload.parse({ room_id: ROOM }), request()),
);
console.table({
  "sendMessage, and one request to SQS": { ...sum(sending), posts: 0 },
  "the fan-out": { ...sum(telling), posts },
  typing: { ...sum(typed), posts: 0 },
});
await database.close();
