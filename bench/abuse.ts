// The maximum cost of one hostile user per hour, by action: sends each action, counts and prices its requests to AWS,
// and multiplies the price by the number of actions per hour that the limits allow.
//
//   npx tsx bench/abuse.ts

import { DEFAULT_LIMITS } from "../lambdas/limits.ts";
import { DEFAULTS } from "../lambdas/names.ts";
import { synthesized } from "./harness/bundles.ts";
import type { Client } from "./harness/client.ts";
import { deploy } from "./harness/deployment.ts";
import { figuresOf } from "./harness/figures.ts";
import { PRICES } from "./prices.ts";

/** How often an action can pass in an hour under the stage's throttle. */
const STAGE = 1_000 * 3_600;
/** The same, with a bucket that is full at first. */
const byBucket = ({ burst, perMinute }: Bucket, tokens: number) =>
  Math.floor((burst + 60 * perMinute) / tokens);

interface Bucket {
  readonly burst: number;
  readonly perMinute: number;
}

interface Row {
  readonly does: string;
  readonly action: string;
  readonly payload: (n: number) => object;
  readonly bucket?: "room" | "reads" | "invites" | "uploads";
  readonly tokens: number;
}

const MEMBERS = 100;
const ONLINE = 30;
const TIMES = 5;

// High limits, so that no action is refused; `drawOneIn` prevents charges that take a write of their own.
const MUCH = { burst: 1e6, perMinute: 1e6 };
const buckets = { room: MUCH, reads: MUCH, invites: MUCH, uploads: MUCH, connects: MUCH };
const LIMITS = JSON.stringify({ connections: 1e3, ...buckets, drawOneIn: 1e12 });
const deployment = await deploy({ bundles: await synthesized(), variables: { LIMITS } });
const eve = await deployment.connect("eve-0123456789abcdef");
const ids = (of: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${of}-${i}-0123456789abcdef`);

const rows = await rowsOf(eve);
console.log("| What one user does | USD for a thousand | before: an hour | now: an hour |");
console.log("| --- | --: | --: | --: |");
for (const row of rows) {
  const usd = await costOf(row);
  const passes = row.bucket ? byBucket(DEFAULT_LIMITS[row.bucket], row.tokens) : STAGE;
  console.log(
    `| ${row.does} | ${(usd * 1_000).toFixed(4)} | ${(usd * STAGE).toFixed(2)} | ${(usd * passes).toFixed(3)} |`,
  );
}
await deployment.close();
process.exit(0);

async function rowsOf(person: Client): Promise<Row[]> {
  const room_id = "abuse-room-0123456789";
  const members = ids("member", MEMBERS - 1);
  await person.ask("createGroup", { _id: room_id, room_name: "Room", recipients: members });
  await Promise.all(members.slice(0, ONLINE).map((id) => deployment.connect(id)));
  const long = "日".repeat(8_000);
  for (let n = 0; n < 60; n++) await person.ask("sendMessage", { room_id, message: "x" });
  await person.ask("sendMessage", { room_id, message: "to pin", _id: "pinned" });
  const alone = "abuse-alone-0123456789";
  await person.ask("createGroup", { _id: alone, room_name: "Alone", recipients: [] });
  for (let n = 0; n < 10; n++) await person.ask("sendMessage", { room_id: alone, message: long });
  const rooms: { room_id: string; after_rev: number }[] = [];
  for (let n = 0; n < 50; n++) {
    const made = await person.ask("createGroup", { room_name: "Mine", recipients: [] });
    rooms.push({ room_id: String(made._id), after_rev: 0 });
  }
  const inRoom = { bucket: "room", tokens: 2 } as const;
  return [
    {
      does: "`typing`, to 30 of 100 members",
      action: "typing",
      payload: () => ({ room_id }),
      bucket: "room",
      tokens: 1,
    },
    {
      does: "a short message to them",
      action: "sendMessage",
      payload: () => ({ room_id, message: "x" }),
      ...inRoom,
    },
    {
      does: "the longest message to them",
      action: "sendMessage",
      payload: () => ({ room_id, message: long }),
      bucket: "room",
      tokens: 3.5,
    },
    {
      does: "a pin, on and off",
      action: "pinMessage",
      payload: (n) => ({ room_id, _id: "pinned", pin_message: n % 2 === 0 }),
      ...inRoom,
    },
    {
      does: "an emoji, on and off",
      action: "reactMessage",
      payload: (n) => ({ room_id, message_id: "pinned", reaction: "👍", on: n % 2 === 0 }),
      ...inRoom,
    },
    {
      does: "a hundred strangers into a room",
      action: "addMembers",
      payload: (n) => ({ room_id: alone, user_ids: ids(`s${n}`, 100) }),
      bucket: "invites",
      tokens: 100,
    },
    {
      does: "a new group of 256",
      action: "createGroup",
      payload: (n) => ({ room_name: "G", recipients: ids(`g${n}`, 256) }),
      bucket: "invites",
      tokens: 267,
    },
    {
      does: "a conversation with a stranger",
      action: "sendNewMessage",
      payload: (n) => ({ recipient_id: `p${n}-0123456789abcdef`, message: { message: "x" } }),
      bucket: "invites",
      tokens: 12,
    },
    {
      does: "`sync` of 50 rooms",
      action: "sync",
      payload: () => ({ rooms, marks: true, names: true }),
      bucket: "reads",
      tokens: 3,
    },
    {
      does: "`connectRooms` of 50 rooms",
      action: "connectRooms",
      payload: () => ({}),
      bucket: "reads",
      tokens: 2,
    },
    {
      does: "a page of the longest messages",
      action: "getMessages",
      payload: () => ({ room_id: alone }),
      bucket: "reads",
      tokens: 1,
    },
    {
      does: "leave to upload 25 MB",
      action: "createUpload",
      payload: () => ({ room_id, name: "a", content_type: "image/png", size: 25 * 1024 * 1024 }),
      bucket: "uploads",
      tokens: 26,
    },
    {
      does: "an address to download from",
      action: "getDownload",
      payload: () => ({ room_id, key: `room-${room_id}/${"0".repeat(44)}` }),
      bucket: "reads",
      tokens: 1,
    },
    { does: "`ping`", action: "ping", payload: () => ({}), tokens: 1 },
  ];
}

/** Returns the cost of one request on AWS in USD: the table, the gateway, an invocation of 30 ms, and its log. */
async function costOf(row: Row): Promise<number> {
  let messages = 0;
  const measured = await deployment.measure(async () => {
    for (let n = 0; n < TIMES; n++) {
      const data = await eve.ask(row.action, row.payload(n));
      messages += 1 + Math.ceil(Buffer.byteLength(JSON.stringify(data)) / 32_768);
    }
  });
  const { readUnits, writeUnits, posts } = figuresOf(measured);
  const millionths =
    (readUnits * PRICES.readUnit +
      writeUnits * PRICES.writeUnit +
      (messages + posts) * PRICES.message +
      TIMES * PRICES.invocation) /
    TIMES;
  const compute = 0.03 * (DEFAULTS.memoryMb / 1_024) * PRICES.compute;
  const logs = (1_700 / 1e9) * PRICES.log;
  return millionths / 1e6 + compute + logs;
}
