// A large room in memory, for the tests of its fan-out: records the posts and the queued messages.

import type {
  FanOutQueue,
  QueuedEvent,
  ReceivedEvent,
  Slice,
} from "../../lambdas/chat/fan-out-queue.ts";
import type { FanOutContext, Target } from "../../lambdas/chat/fan-out-context.ts";
import type { Connection, Entry, Head } from "../../lambdas/chat/model.ts";
import { aMember, aRoom, TIME } from "../store/contract/samples.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";

export const ROOM = "tea";

export interface TestWorld extends FanOutContext {
  readonly store: MemoryStore;
  readonly queue: FanOutQueue;
  /** The posts, as `<connection> <event> <rev>`, one per frame. */
  readonly posted: string[];
  readonly queuedEvents: QueuedEvent[];
  readonly slices: Slice[];
  readonly waits: number[];
  readonly skippedRevs: number[];
  posts: number;
  clock: number;
  /** Connections that no longer exist. */
  readonly dead: Set<string>;
}

interface Frame {
  readonly event: string;
  readonly data: { readonly rev?: number } & Frame[];
}

export function fanOutWorld(): TestWorld {
  const store = new MemoryStore();
  const decoder = new TextDecoder();
  const world: TestWorld = {
    store,
    rooms: store.rooms,
    log: store.log,
    largeRooms: store.largeRooms,
    posted: [],
    queuedEvents: [],
    slices: [],
    waits: [],
    skippedRevs: [],
    dead: new Set(),
    posts: 2_000,
    sizes: { connections: 20 },
    clock: TIME + 1_000,
    queue: {
      sendEvent: (event) => {
        world.queuedEvents.push(event);
        return Promise.resolve();
      },
      sendSlice: (slice) => {
        world.slices.push(slice);
        return Promise.resolve();
      },
    },
    post(targets: readonly Target[]) {
      for (const { connectionId, frames } of targets) {
        for (const bytes of frames) {
          const frame = JSON.parse(decoder.decode(bytes)) as Frame;
          const told = frame.event === "batch" ? frame.data : [frame];
          const revs = told.map(({ event, data }) => `${event} ${data.rev}`);
          world.posted.push(`${connectionId} ${revs.join(", ")}`);
        }
      }
      return Promise.resolve(targets.filter(({ connectionId }) => world.dead.has(connectionId)));
    },
    now: () => world.clock,
    wait(ms) {
      if (ms > 0) world.waits.push(ms);
      world.clock += ms;
      return Promise.resolve();
    },
    skipped: ({ rev }) => {
      world.skippedRevs.push(rev);
    },
  };
  return world;
}

export const connection = (id: string, otherwise: Partial<Connection> = {}): Connection => ({
  id,
  until: TIME + 3_600_000,
  ...otherwise,
});

/** Stores a room with these members. Each has one connection, `c-<user>`, which has joined if `joined`. */
export async function seedRoom(
  world: TestWorld,
  users: readonly string[],
  { joined = true, head }: { joined?: boolean; head?: Head } = {},
): Promise<void> {
  const { store } = world;
  const room = aRoom({ id: ROOM, large: true, memberCount: users.length, ...(head && { head }) });
  await store.rooms.begin(room, "");
  await store.rooms.enlist(
    ROOM,
    users.map((userId) => aMember(userId)),
  );
  await store.rooms.ready(ROOM);
  for (const id of users) {
    const connections = [connection(`c-${id}`)];
    store.userItems.set(id, { id, connections });
    if (joined) await store.largeRooms.join(ROOM, id, { add: connections, drop: [] });
  }
}

export async function append(world: TestWorld, ...entries: Entry[]): Promise<void> {
  for (const entry of entries) await world.store.log.put(ROOM, entry);
}

export const received = (rev: number, otherwise: Partial<ReceivedEvent> = {}): ReceivedEvent => ({
  room: ROOM,
  rev,
  receipts: 1,
  id: `m${rev}`,
  ...otherwise,
});
