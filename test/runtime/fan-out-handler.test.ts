// The Lambda of the fan-out: a batch of several rooms, each of which fails independently.

import type { SQSEvent, SQSRecord } from "aws-lambda";
import { beforeEach, expect, it, vi } from "vitest";
import type { FanOutQueue, QueuedEvent, Slice } from "../../lambdas/chat/fan-out-queue.ts";
import { fanOutHandler } from "../../lambdas/runtime/fan-out-handler.ts";
import { fanOutWorld, seedRoom, append, ROOM, type TestWorld } from "../chat/fan-out-world.ts";
import { aMessage } from "../store/contract/samples.ts";
import { watchLog } from "./watched-log.ts";

const log = watchLog();

let world: TestWorld;
let posts: string[];
let handle: ReturnType<typeof fanOutHandler>;
beforeEach(async () => {
  vi.useFakeTimers({ now: fanOutWorld().clock, toFake: ["Date"] });
  world = fanOutWorld();
  posts = [];
  await seedRoom(world, ["ann", "bob"]);
  await append(world, aMessage(1), aMessage(2), aMessage(3));
  handle = fanOutHandler(
    () => world.store,
    world.queue,
    (connectionId) => {
      posts.push(connectionId);
      return Promise.resolve({ posted: "sent" });
    },
  );
});

let made = 0;
function record(
  body: object | string,
  group: string = ROOM,
  receipts = 1,
  correlationId?: string,
): SQSRecord {
  const attributes = { MessageGroupId: group, ApproximateReceiveCount: String(receipts) };
  return {
    messageId: `m${++made}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes,
    messageAttributes: correlationId
      ? { correlation_id: { stringValue: correlationId, dataType: "String" } }
      : {},
  } as unknown as SQSRecord;
}

const context = { getRemainingTimeInMillis: () => 10_000 };
async function failuresOf(...Records: SQSRecord[]): Promise<string[]> {
  const { batchItemFailures } = await handle({ Records } satisfies SQSEvent, context);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
const queuedEvent = (rev: number): QueuedEvent => ({ room: ROOM, rev });

it("runs one fan-out of a room for all of its messages", async () => {
  expect(
    await failuresOf(record(queuedEvent(1)), record(queuedEvent(2)), record(queuedEvent(3))),
  ).toEqual([]);
  expect(posts.sort()).toEqual(["c-ann", "c-ann", "c-ann", "c-bob", "c-bob", "c-bob"]);
});

it("handles rooms separately: exactly the messages of a failed room are reported", async () => {
  const { rooms } = world.store;
  const room = rooms.room.bind(rooms);
  vi.spyOn(rooms, "room").mockImplementation((id) =>
    id === ROOM ? room(id) : Promise.reject(new Error("pushed back")),
  );
  const bad = [1, 2].map((rev) => record({ room: "chess", rev }, "chess"));
  expect(await failuresOf(...bad, record(queuedEvent(1)))).toEqual(
    bad.map(({ messageId }) => messageId),
  );
  expect(posts).toHaveLength(6);
});

it("reports a message that is not ours with all behind it, and handles those before it", async () => {
  const records = [record(queuedEvent(1)), record("not JSON"), record(queuedEvent(2))];
  expect(await failuresOf(...records)).toEqual(records.slice(1).map(({ messageId }) => messageId));
  expect(posts).toHaveLength(6);
  expect(await failuresOf(record({ room: ROOM }))).toHaveLength(1);
});

it("delivers a slice to its members", async () => {
  const slice: Slice = { room: ROOM, after: 1, to: 3, behind: "ann", index: 1 };
  expect(await failuresOf(record(slice, "slice"))).toEqual([]);
  expect(posts).toEqual(["c-bob", "c-bob"]);
});

it("passes on how often a message was received", async () => {
  const moved = vi.spyOn(world.store.largeRooms, "moveCursor");
  expect(await failuresOf(record(queuedEvent(2), ROOM, 3))).toEqual([]);
  expect(moved.mock.calls.map(([, { rev }]) => rev)).toEqual([2]);
  expect(posts).toEqual([]);
});

it("divides its budget of posts between the groups of a batch", async () => {
  const handedOn: Slice[] = [];
  const queue: FanOutQueue = {
    sendEvent: () => Promise.resolve(),
    sendSlice: (slice) => {
      handedOn.push(slice);
      return Promise.resolve();
    },
  };
  const members = Array.from({ length: 900 }, (_, i) => `user-${String(i).padStart(3, "0")}`);
  world = fanOutWorld();
  await seedRoom(world, members);
  await append(world, aMessage(1));
  handle = fanOutHandler(
    () => world.store,
    queue,
    () => Promise.resolve({ posted: "sent" }),
  );
  await failuresOf(
    record(queuedEvent(1)),
    ...["a", "b", "c"].map((id) => record({ room: id, rev: 1 }, id)),
  );
  expect(handedOn).toMatchObject([{ behind: "user-499" }]);
});

it("gives the bus for other systems less time than the Lambda has", async () => {
  const untils: number[] = [];
  handle = fanOutHandler(
    () => world.store,
    world.queue,
    () => Promise.resolve({ posted: "sent" }),
    (_events, until) => {
      untils.push(until);
      return Promise.resolve();
    },
  );
  await failuresOf(record(queuedEvent(1)));
  expect(untils).toEqual([Date.now() + context.getRemainingTimeInMillis() - 1_000]);
});

it("names in its lines the requests that caused its messages", async () => {
  const of = (body: object, id: string, group?: string) => record(body, group, 1, id);
  const { rooms } = world.store;
  const room = rooms.room.bind(rooms);
  vi.spyOn(rooms, "room").mockImplementation((id) =>
    id === ROOM ? room(id) : Promise.reject(new Error("pushed back")),
  );
  await failuresOf(
    of(queuedEvent(1), "g-1"),
    of(queuedEvent(2), "g-2"),
    of({ room: "chess", rev: 1 }, "g-3", "chess"),
  );
  expect(log.lines()).toMatchObject([
    { level: "error", room: "chess", correlation_id: "g-3" },
    { level: "info", correlation_ids: ["g-1", "g-2", "g-3"] },
  ]);
});
