// A room with message retention, in memory. Days pass between actions, any call can fail, and expired items are deleted
// in any order, or not yet, as by the table's expiry.

import { ACTIONS, type EventData, type Payload } from "../../protocol/actions.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import type { Store } from "../../lambdas/chat/ports.ts";
import type { UseCase } from "../../lambdas/chat/request.ts";
import { aMember, aRoom } from "../store/contract/samples.ts";
import { InjectedError } from "../../bench/simulation/memory-store.ts";
import { randomFrom } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { USE_CASES, type StoredAction } from "./use-cases.ts";

export const ROOM = "room";
export const USERS = ["ann", "bob", "cid"] as const;
export const DAYS = 20;
const DAY_MS = 24 * 60 * 60 * 1_000;

type Frame = Readonly<Record<string, unknown>>;

/** The result of an action: its event's data, or the code of its error. */
export type Answer<N extends StoredAction> = { data: EventData<N> } | { code: string };

export class RetentionWorld {
  /** Epoch milliseconds. */
  time = Date.UTC(2025, 0, 1, 12);
  readonly #random: () => number;
  readonly #store: Store;

  constructor(store: Store, seed: number) {
    this.#store = store;
    this.#random = randomFrom(seed);
  }

  async open(): Promise<void> {
    const { rooms } = this.#store;
    await rooms.begin(
      aRoom({
        id: ROOM,
        memberCount: USERS.length,
        createdAt: this.time,
        head: { rev: 0, seq: 0, lastMessageRev: 0, activeAt: this.time },
      }),
      "",
    );
    await rooms.enlist(
      ROOM,
      USERS.map((userId) => aMember(userId)),
    );
    await rooms.ready(ROOM);
  }

  /** Lets days pass. */
  pass(days: number): void {
    this.time += days * DAY_MS;
  }

  /** Runs an action, then the writes beside its event. Injected failures of these writes are ignored. */
  async act<N extends StoredAction>(name: N, userId: string, frame: Frame): Promise<Answer<N>> {
    const simulation = {
      store: this.#store,
      random: this.#random,
      retentionDays: DAYS,
      now: () => ++this.time,
    };
    const request = simulatedRequest(simulation, userId, `c-${userId}`);
    try {
      const payload = ACTIONS[name].payload.parse(frame) as Payload<N>;
      const useCase = USE_CASES[name] as unknown as UseCase<N>;
      const outcome = await useCase(payload, request);
      for (const write of outcome.alongside ?? []) await write().catch(ignoreInjected);
      return { data: outcome.data };
    } catch (error) {
      if (error instanceof ChatError) return { code: error.code };
      ignoreInjected(error);
      return { code: "INTERNAL" };
    }
  }

  /** Like `act`, but throws if the action is refused. */
  async ask<N extends StoredAction>(name: N, userId: string, frame: Frame): Promise<EventData<N>> {
    const answer = await this.act(name, userId, frame);
    if ("data" in answer) return answer.data;
    throw new Error(`${name} was refused: ${answer.code}`);
  }

  /** The room's history, read backwards from its end. */
  async history(userId: string) {
    const messages: EventData<"getMessages">["messages"][number][] = [];
    let before: number | undefined;
    do {
      const page: EventData<"getMessages"> = await this.ask("getMessages", userId, {
        room_id: ROOM,
        limit: 4,
        ...(before !== undefined && { before_rev: before }),
      });
      messages.unshift(...page.messages);
      before = page.next_before_rev;
    } while (before !== undefined);
    return messages;
  }

  async historyAfter(userId: string, rev: number) {
    const messages: EventData<"getMessages">["messages"][number][] = [];
    let after: number | undefined = rev;
    do {
      const page: EventData<"getMessages"> = await this.ask("getMessages", userId, {
        room_id: ROOM,
        limit: 4,
        after_rev: after,
      });
      messages.push(...page.messages);
      after = page.next_after_rev;
    } while (after !== undefined);
    return messages;
  }
}

function ignoreInjected(error: unknown): void {
  if (!(error instanceof InjectedError)) throw error;
}
