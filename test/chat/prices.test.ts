// The price of each action in tokens, by bucket, as docs/protocol.md states it. `ping` is not listed: it has no bucket.

import { beforeEach, expect, it } from "vitest";
import { ACTIONS, type ActionName, type PayloadInput } from "../../protocol/actions.ts";
import { pairRoomId } from "../../lambdas/chat/make-room.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import type { UseCase } from "../../lambdas/chat/request.ts";
import type { Bucket, UserBucket } from "../../lambdas/chat/tokens.ts";
import { DEFAULT_LIMITS } from "../../lambdas/limits.ts";
import { memoryFiles } from "../../bench/simulation/memory-files.ts";
import { at } from "../../bench/simulation/memory-items.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { SyncWorld } from "./sync-world.ts";
import { USE_CASES, type StoredAction } from "./use-cases.ts";

const NOW = 1_000_000;
const message_id = "m";
const MB = 1024 * 1024;
/** Every charge is written, not a random part of them. */
const limits = { ...DEFAULT_LIMITS, drawOneIn: 1 };
const files = memoryFiles({ maxBytes: 100 * MB, types: ["*"] });
const USER_BUCKETS: readonly UserBucket[] = ["reads", "invites", "uploads", "connects"];

const people = (count: number, of = "member") =>
  Array.from({ length: count }, (_, i) => `${of}-${i}`);
const named = (count: number) => ["ann", "bob", ...people(count - 2)];

const requestOfAnn = (store: Store) =>
  simulatedRequest({ store, random: Math.random, now: () => NOW, limits, files }, "ann", "c");
const PAIR = pairRoomId(requestOfAnn(new MemoryStore()), ["ann", "bob"]);

let world: SyncWorld;
beforeEach(async () => {
  world = new SyncWorld();
  await world.room("fifty", named(50));
  await world.room("crowd", named(950));
  await act("sendMessage", { room_id: "fifty", message: "x", _id: message_id });
  await act("sendMessage", { room_id: "crowd", message: "x" });
  await act("sendNewMessage", { recipient_id: "bob", message: { message: "x" } });
});

/** Runs an action as ann, and then the writes that its outcome leaves beside the event. */
async function act<Name extends StoredAction>(
  name: Name,
  input: PayloadInput<Name>,
): Promise<void> {
  const payload = ACTIONS[name].payload.parse(input) as never;
  const useCase = USE_CASES[name] as UseCase<ActionName>;
  const { alongside } = await useCase(payload, requestOfAnn(world.store));
  for (const write of alongside ?? []) await write();
}

const tokensIn = ({ perMinute }: Bucket, fullAt = NOW) =>
  (Math.max(0, fullAt - NOW) * perMinute) / 60_000;

/** The tokens charged to ann's buckets, by the bucket's name or, for the bucket of a room, by the room's id. */
function taken(): Map<string, number> {
  const { store } = world;
  const ofUser = USER_BUCKETS.map(
    (name) => [name, tokensIn(limits[name], store.fullAt.get(at("ann", name)))] as const,
  );
  const ofRooms = [...store.roomItems.keys()].map(
    (id) => [id, tokensIn(limits.room, store.membersOf(id).get("ann")?.fullAt)] as const,
  );
  return new Map([...ofUser, ...ofRooms]);
}

/** The tokens that an action costs, by bucket. The bucket of a room that it creates is named `new room`. */
async function priceOf(carryOut: () => Promise<void>): Promise<Record<string, number>> {
  const before = taken();
  await carryOut();
  const prices = [...taken()].map(([bucket, tokens]) => {
    const standing = before.get(bucket);
    return [standing === undefined ? "new room" : bucket, tokens - (standing ?? 0)] as const;
  });
  return Object.fromEntries(prices.filter(([, price]) => price !== 0));
}

type Price = Readonly<Record<string, number>>;
type Row<Name extends StoredAction> = readonly [payload: PayloadInput<Name>, price: Price];

const cursors = (count: number) =>
  people(count, "room").map((room_id) => ({ room_id, after_rev: 0 }));

// A room of fifty costs half a token more than the smallest room. A room's size costs at most ten tokens.
const PRICES: { readonly [Name in StoredAction]: readonly Row<Name>[] } = {
  sendMessage: [
    [{ room_id: "fifty", message: "x" }, { fifty: 1.5 }],
    [{ room_id: "fifty", message: "é".repeat(4 * 1024) }, { fifty: 2 }],
    [{ room_id: "fifty", message: "a repeat", _id: message_id }, { fifty: 1.5 }],
    [{ room_id: "crowd", message: "x" }, { crowd: 10 }],
  ],
  sendNewMessage: [
    [
      { recipient_id: "eve", message: { message: "x" } },
      { invites: 12, "new room": 1.02 },
    ],
    [
      { recipient_id: people(49, "new"), message: { message: "x" } },
      { invites: 60, "new room": 1.5 },
    ],
    [{ recipient_id: "bob", message: { message: "there already" } }, { [PAIR]: 1.02 }],
  ],
  typing: [
    [{ room_id: "fifty" }, { fifty: 0.75 }],
    [{ room_id: "crowd" }, { crowd: 5 }],
  ],
  messageSeen: [
    [{ room_id: "fifty", message_id }, { fifty: 0.75 }],
    [{ room_id: "crowd", seq: 1 }, { crowd: 5 }],
  ],
  editMessage: [[{ room_id: "fifty", message_id, message: "new" }, { fifty: 1.5 }]],
  deleteMessage: [[{ room_id: "fifty", message_id }, { fifty: 1.5 }]],
  pinMessage: [[{ room_id: "fifty", _id: message_id, pin_message: true }, { fifty: 1.5 }]],
  reactMessage: [[{ room_id: "fifty", message_id, reaction: "👍", on: true }, { fifty: 1.5 }]],
  updateRoom: [[{ room_id: "fifty", room_name: "Chess" }, { fifty: 1.5 }]],
  removeMember: [[{ room_id: "fifty", user_id: "bob" }, { fifty: 1.5 }]],
  addMembers: [
    [
      { room_id: "fifty", user_ids: ["bob", ...people(7, "new")] },
      { fifty: 1.5, invites: 7 },
    ],
    [{ room_id: "fifty", user_ids: ["bob"] }, { fifty: 1.5 }],
  ],
  createGroup: [
    [{ room_name: "Chess", recipients: people(7, "new") }, { invites: 18 }],
    [{ _id: "fifty", room_name: "Chess", recipients: people(7, "new") }, { invites: 18 }],
  ],
  getMessages: [[{ room_id: "fifty" }, { reads: 1 }]],
  getMembers: [[{ room_id: "fifty" }, { reads: 1 }]],
  getPins: [[{ room_id: "fifty" }, { reads: 1 }]],
  getDownload: [[{ room_id: "fifty", key: `room-fifty/${"0".repeat(44)}` }, { reads: 1 }]],
  connectRooms: [[{}, { reads: 2 }]],
  sync: [
    [{ rooms: cursors(50) }, { reads: 3 }],
    [{ rooms: cursors(5) }, { reads: 1.2 }],
    [{ rooms: cursors(5), marks: true }, { reads: 1.2 }],
  ],
  createUpload: [
    [{ room_id: "fifty", name: "a.png", content_type: "image/png", size: 2 * MB }, { uploads: 3 }],
  ],
};

const rows = Object.entries(PRICES).flatMap(([name, actions]) =>
  actions.map(([payload, price], i) => {
    const tokens = Object.entries(price).map(
      ([bucket, count]) => `${count} of ${bucket === PAIR ? "a pair" : bucket}`,
    );
    return [
      `${name} (${i + 1}) costs ${tokens.join(" and ")}`,
      name as StoredAction,
      payload,
      price,
    ] as const;
  }),
);

it.each(rows)("%s", async (_title, name, payload, price) => {
  const found = await priceOf(() => act(name, payload as never));
  // A text of a few bytes costs some hundredths of a token.
  const expected = Object.entries(price).map(
    ([bucket, tokens]) => [bucket, expect.closeTo(tokens, 1) as unknown] as const,
  );
  expect(found).toEqual(Object.fromEntries(expected));
});
