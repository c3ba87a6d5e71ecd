// The backend for the test of convergence: the use cases and the delivery that run on AWS, on a store in memory whose
// calls are done in an order, and with failures, that follow from a seed.

import {
  ACTIONS,
  type ActionName,
  type Payload,
  type PayloadInput,
} from "../../../protocol/actions.ts";
import type { ErrorCode } from "../../../protocol/errors.ts";
import { addMembers } from "../../../lambdas/chat/add-members.ts";
import { connectRooms } from "../../../lambdas/chat/connect-rooms.ts";
import { createGroup } from "../../../lambdas/chat/create-group.ts";
import { deleteMessage } from "../../../lambdas/chat/delete-message.ts";
import { editMessage } from "../../../lambdas/chat/edit-message.ts";
import { ChatError } from "../../../lambdas/chat/errors.ts";
import { getMembers } from "../../../lambdas/chat/get-members.ts";
import { getMessages } from "../../../lambdas/chat/get-messages.ts";
import { getPins } from "../../../lambdas/chat/get-pins.ts";
import { messageSeen } from "../../../lambdas/chat/message-seen.ts";
import { pinMessage } from "../../../lambdas/chat/pin-message.ts";
import { removeMember } from "../../../lambdas/chat/remove-member.ts";
import type { Outcome, UseCase } from "../../../lambdas/chat/request.ts";
import { sendMessage } from "../../../lambdas/chat/send-message.ts";
import { sendNewMessage } from "../../../lambdas/chat/send-new-message.ts";
import { sync } from "../../../lambdas/chat/sync.ts";
import { typing } from "../../../lambdas/chat/typing.ts";
import { updateRoom } from "../../../lambdas/chat/update-room.ts";
import { carryOut, eventFor } from "../../../lambdas/runtime/carry-out.ts";
import type { Post } from "../../../lambdas/delivery/post.ts";
import { InjectedError, MemoryStore, type Fate } from "../memory-store.ts";
import { randomFrom, scheduler } from "../scheduler.ts";
import { simulatedRequest } from "../simulated-request.ts";
import { LeakWatch } from "./leak-watch.ts";
import { Network, type Frame } from "./network.ts";

type StoredAction = Exclude<ActionName, "ping">;

const USE_CASES: { readonly [Name in StoredAction]: UseCase<Name> } = {
  ...{ connectRooms, sendMessage, typing, sendNewMessage, createGroup, deleteMessage, editMessage },
  ...{ messageSeen, pinMessage, getMessages, sync, getPins, getMembers, addMembers, removeMember },
  updateRoom,
};

/** Who asks, over which connection. */
export interface Asker {
  readonly userId: string;
  readonly connectionId: string;
}

/** The data of the reply, or why there is none: an error, or the reply was lost. */
export type Reply<Name extends ActionName> =
  | { data: Outcome<Name>["data"]; event: string; nextCursor?: string }
  | { code: ErrorCode | "LOST" };

export class SimulatedBackend {
  readonly random: () => number;
  readonly network: Network;
  readonly store: MemoryStore;
  readonly #schedule: ReturnType<typeof scheduler>;
  readonly watch = new LeakWatch();
  readonly #users = new Map<string, string>();
  #isCalm = true;
  #time = Date.UTC(2024, 4, 15);
  #connections = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
    this.network = new Network(this.random);
    this.#schedule = scheduler(this.random, () => this.#fate());
    this.store = new MemoryStore((call) =>
      this.#isCalm ? Promise.resolve("done") : this.#schedule.turn(call),
    );
    this.store.tells = () => this.random() < 0.5;
  }

  #fate(): Fate {
    const dice = this.random();
    if (dice < 0.03) return "failed before";
    if (dice < 0.06) return "failed after";
    return dice < 0.12 ? "done twice" : "done";
  }

  /** As `$connect` does. */
  connect(userId: string): Asker {
    const connectionId = `c${++this.#connections}`;
    this.network.connect(connectionId);
    this.#users.set(connectionId, userId);
    const user = this.store.userItems.get(userId) ?? { id: userId, connections: [] };
    const connections = [...user.connections, { id: connectionId, until: Number.MAX_SAFE_INTEGER }];
    this.store.userItems.set(userId, { ...user, connections });
    return { userId, connectionId };
  }

  #userOf(connectionId: string): string {
    return this.#users.get(connectionId) ?? "";
  }

  /** The connection ends. `$disconnect` may never come: then the backend learns of it by a POST. */
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

  /** Sends a frame and waits for its reply, which may be an error, or be lost. */
  async ask<Name extends StoredAction>(
    asker: Asker,
    name: Name,
    frame: PayloadInput<Name>,
  ): Promise<Reply<Name>> {
    const { store, random } = this;
    // Now and then a while goes by, so that rooms are not busy all the time.
    const now = () => (this.#time += random() < 0.2 ? 100 : 1);
    const request = simulatedRequest({ store, random, now }, asker.userId, asker.connectionId);
    const added = name === "addMembers" ? (frame as PayloadInput<"addMembers">) : undefined;
    const ended = added && this.watch.adding(added.room_id, added.user_ids);
    const removal = name === "removeMember" ? (frame as PayloadInput<"removeMember">) : undefined;
    const removed = removal && this.watch.removing(removal.room_id, removal.user_id);
    const delivery = this.#delivery();
    try {
      const payload = ACTIONS[name].payload.parse(frame) as Payload<Name>;
      const outcome = await USE_CASES[name](payload, request);
      await carryOut(outcome, JSON.stringify(outcome.data), request, delivery);
      removed?.();
      if (!this.network.isOpen(asker.connectionId) || (!this.#isCalm && this.random() < 0.1)) {
        return { code: "LOST" };
      }
      const { data, nextCursor } = outcome;
      const event = eventFor(outcome.event, asker.userId);
      return { ...{ data, event }, ...(nextCursor !== undefined && { nextCursor }) };
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
      watch(this.#userOf(connectionId), frame);
      if (!this.network.isOpen(connectionId)) return Promise.resolve({ posted: "gone" });
      this.network.send(connectionId, frame);
      return Promise.resolve({ posted: "sent" });
    };
    const forget = (userId: string, connectionId: string) => {
      this.#forget(userId, connectionId);
      return Promise.resolve();
    };
    return { post, forget };
  }

  /** Runs what `start` begins, all at once, with failures, until all of it has ended. */
  async together(start: () => Promise<unknown>[]): Promise<void> {
    this.#isCalm = false;
    const tasks = start();
    await this.#schedule.run(tasks);
    this.#isCalm = true;
    await Promise.all(tasks);
  }
}
