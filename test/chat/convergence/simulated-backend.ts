// The simulated backend of the convergence test: the production use cases and delivery, on a store in memory. A seed
// decides the order and the failures of the store's calls.

import {
  ACTIONS,
  type ActionName,
  type Payload,
  type PayloadInput,
} from "../../../protocol/actions.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { ChatError } from "../../../lambdas/chat/errors.ts";
import type { Outcome, Sizes } from "../../../lambdas/chat/request.ts";
import { dispatch, eventFor } from "../../../lambdas/runtime/dispatch.ts";
import { fanOut, fanOutSlice } from "../../../lambdas/chat/fan-out.ts";
import type { FanOutContext } from "../../../lambdas/chat/fan-out-context.ts";
import type { Post } from "../../../lambdas/delivery/post.ts";
import { InjectedError, MemoryStore, type Fate } from "../../../bench/simulation/memory-store.ts";
import { randomFrom, scheduler } from "../../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../../bench/simulation/simulated-request.ts";
import { USE_CASES, type StoredAction } from "../use-cases.ts";
import { LeakWatch } from "./leak-watch.ts";
import { Network, type Frame } from "./network.ts";
import { SimulatedQueue } from "./simulated-queue.ts";

interface Batch {
  readonly data: readonly Frame[];
}

/** The caller of an action: user and connection. */
export interface Asker {
  readonly userId: string;
  readonly connectionId: string;
}

/** A reply's data, or the code of its error: `LOST` if there is no reply. */
export type Reply<Name extends ActionName> =
  | { data: Outcome<Name>["data"]; event: string; nextCursor?: string }
  | { code: ErrorCode | "LOST" };

export class SimulatedBackend {
  readonly random: () => number;
  readonly network: Network;
  readonly store: MemoryStore;
  readonly #schedule: ReturnType<typeof scheduler>;
  readonly watch = new LeakWatch();
  readonly queue: SimulatedQueue;
  /** Every frame that was posted, as `<connection> <room> <rev>`. */
  readonly posted = new Set<string>();
  readonly #sizes: Sizes;
  readonly #users = new Map<string, string>();
  #isCalm = true;
  #time = Date.UTC(2024, 4, 15);
  #connections = 0;
  /** Entries at which every fan-out fails when it reads them, as `<room> <rev>`. */
  readonly poisoned = new Set<string>();
  readonly #judged = new Set<string>();
  /** The time at which each connection was opened, by connection id. */
  readonly connectedAt = new Map<string, number>();

  /** @param smallRoom the most members of a small room */
  constructor(seed: number, smallRoom = 100) {
    this.#sizes = { smallRoom, group: 100, connections: 20 };
    this.random = randomFrom(seed);
    this.network = new Network(this.random);
    this.#schedule = scheduler(this.random, () => this.#fate());
    const turn = (call: string): Promise<Fate> =>
      this.#isCalm ? Promise.resolve("done") : this.#schedule.turn(call);
    this.store = new MemoryStore(turn);
    this.store.tells = () => this.random() < 0.5;
    this.queue = new SimulatedQueue(this.random, turn);
  }

  #fate(): Fate {
    const dice = this.random();
    if (dice < 0.03) return "failed before";
    if (dice < 0.06) return "failed after";
    return dice < 0.12 ? "done twice" : "done";
  }

  /** Registers a connection, like `$connect`. */
  connect(userId: string): Asker {
    const connectionId = `c${++this.#connections}`;
    this.network.connect(connectionId);
    this.connectedAt.set(connectionId, this.#time);
    this.#users.set(connectionId, userId);
    const user = this.store.userItems.get(userId) ?? { id: userId, connections: [] };
    const batch = this.random() < 0.5;
    const connection = { id: connectionId, until: Number.MAX_SAFE_INTEGER };
    const connections = [...user.connections, { ...connection, ...(batch && { batch }) }];
    this.store.userItems.set(userId, { ...user, connections });
    return { userId, connectionId };
  }

  #userOf(connectionId: string): string {
    return this.#users.get(connectionId) ?? "";
  }

  /** Ends a connection. Unless `isTold`, there is no `$disconnect`, and the backend detects the end by a post. */
  disconnect({ userId, connectionId }: Asker, isTold: boolean): void {
    this.network.cut(connectionId);
    if (isTold) this.#forget(userId, connectionId);
  }

  #forget(userId: string, connectionId: string): void {
    const user = this.store.userItems.get(userId);
    if (!user) return;
    const connections = user.connections.filter(({ id }) => id !== connectionId);
    this.store.userItems.set(userId, { ...user, connections });
  }

  /** Sends a frame and returns its reply, which may be an error or lost. */
  async ask<Name extends StoredAction>(
    asker: Asker,
    name: Name,
    frame: PayloadInput<Name>,
  ): Promise<Reply<Name>> {
    const { store, random } = this;
    // Some calls advance the clock further, so that rooms are not always busy.
    const now = () => (this.#time += random() < 0.2 ? 100 : 1);
    const simulation = { store, random, now, sizes: this.#sizes };
    const request = simulatedRequest(simulation, asker.userId, asker.connectionId);
    const added = name === "addMembers" ? (frame as PayloadInput<"addMembers">) : undefined;
    const ended = added && this.watch.adding(added.room_id, added.user_ids);
    const removal = name === "removeMember" ? (frame as PayloadInput<"removeMember">) : undefined;
    const removed = removal && this.watch.removing(removal.room_id, removal.user_id);
    const delivery = this.#delivery();
    try {
      const payload = ACTIONS[name].payload.parse(frame) as Payload<Name>;
      const outcome = await USE_CASES[name](payload, request);
      await dispatch(outcome, JSON.stringify(outcome.data), request, delivery);
      removed?.();
      if (!this.network.isOpen(asker.connectionId) || (!this.#isCalm && this.random() < 0.1)) {
        return { code: "LOST" };
      }
      const { data, nextCursor } = outcome;
      const event = eventFor(outcome.event, asker.userId);
      return { data, event, ...(nextCursor !== undefined && { nextCursor }) };
    } catch (error) {
      if (error instanceof ChatError) return { code: error.code };
      if (error instanceof InjectedError) return { code: "UNAVAILABLE" };
      throw error;
    } finally {
      ended?.();
    }
  }

  #delivery() {
    const watch = this.watch.posts();
    const post: Post = (connectionId, bytes) => {
      const frame = JSON.parse(new TextDecoder().decode(bytes)) as Frame;
      const frames = frame.event === "batch" ? (frame as unknown as Batch).data : [frame];
      for (const each of frames) {
        watch(this.#userOf(connectionId), each);
        this.#note(connectionId, each);
      }
      if (!this.network.isOpen(connectionId)) return Promise.resolve({ posted: "gone" });
      for (const each of frames) this.network.send(connectionId, each);
      return Promise.resolve({ posted: "sent" });
    };
    const forget = (userId: string, connectionId: string) => {
      this.#forget(userId, connectionId);
      return Promise.resolve();
    };
    return { post, forget, queue: this.queue };
  }

  #note(connectionId: string, { data }: Frame): void {
    const room = "room_id" in data ? data.room_id : data._id;
    if ("rev" in data) this.posted.add(`${connectionId} ${room} ${data.rev}`);
  }

  /** Runs the fan-out's Lambda for one message of its queue, if there is any. The Lambda may fail at any call. */
  async fanOutOnce(): Promise<void> {
    if (!this.#isCalm) await this.#schedule.turn("fan-out");
    const taken = this.queue.take();
    if (!taken) return;
    const { body } = taken;
    const world = this.#world();
    try {
      if ("rev" in body) await fanOut(body.room, [body], world);
      else await fanOutSlice(body, body, world);
      taken.end(false);
    } catch (error) {
      taken.end(true);
      if (!(error instanceof InjectedError)) throw error;
    }
  }

  #world(): FanOutContext {
    const { post } = this.#delivery();
    const signal = new AbortController().signal;
    const { log } = this.store;
    return {
      rooms: this.store.rooms,
      log: {
        ...log,
        after: async (roomId, rev, limit) => {
          const entries = await log.after(roomId, rev, limit);
          const isPoisoned = entries.some((entry) => this.#isPoison(roomId, entry.rev));
          if (isPoisoned) throw new InjectedError("log.after");
          return entries;
        },
      },
      largeRooms: this.store.largeRooms,
      queue: this.queue,
      sizes: this.#sizes,
      posts: 3,
      post: async (targets) => {
        const gone = [];
        for (const target of targets) {
          if (!this.#isCalm && this.random() < 0.02) throw new InjectedError("post");
          for (const frame of target.frames) {
            const { posted } = await post(target.connectionId, frame, signal);
            if (posted === "gone") gone.push(target);
          }
        }
        return gone;
      },
      now: () => ++this.#time,
      wait: () => Promise.resolve(),
      skipped: () => undefined,
    };
  }

  // While failures are simulated, one entry in 25 makes all attempts fail.
  #isPoison(roomId: string, rev: number): boolean {
    const key = `${roomId} ${rev}`;
    if (!this.#isCalm && !this.#judged.has(key) && this.random() < 0.04) this.poisoned.add(key);
    this.#judged.add(key);
    return this.poisoned.has(key);
  }

  /** Runs the fan-out until its queue is empty. */
  async settle(): Promise<void> {
    while (this.queue.length > 0) await this.fanOutOnce();
  }

  /** Runs all tasks that `start` begins, concurrently and with failures. Resolves once all have ended. */
  async together(start: () => Promise<unknown>[]): Promise<void> {
    this.#isCalm = false;
    const tasks = start();
    await this.#schedule.run(tasks);
    this.#isCalm = true;
    await Promise.all(tasks);
  }
}
