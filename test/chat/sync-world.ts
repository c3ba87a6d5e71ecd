// A store in memory with rooms whose logs are fully applied, for tests of `sync`.

import type { PayloadInput } from "../../protocol/actions.ts";
import { ACTIONS } from "../../protocol/actions.ts";
import type { CaughtUp } from "../../protocol/sync.ts";
import type { Entry } from "../../lambdas/chat/model.ts";
import { sync } from "../../lambdas/chat/sync.ts";
import { aMember, aMessage, aRoom } from "../store/contract/samples.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";

export class SyncWorld {
  readonly store: MemoryStore;

  /** `before` runs before each call to the store takes effect. */
  constructor(before: (call: string) => Promise<void> = () => Promise.resolve()) {
    this.store = new MemoryStore(async (call) => {
      await before(call);
      return "done";
    });
  }

  async room(id: string, members: readonly string[] = ["ann", "bob"]): Promise<void> {
    await this.store.rooms.begin(aRoom({ id, memberCount: members.length }), "");
    await this.store.rooms.enlist(
      id,
      members.map((userId) => aMember(userId)),
    );
    await this.store.rooms.ready(id);
  }

  /** Puts entries into the log, applies them and advances the head. */
  async log(roomId: string, ...entries: Entry[]): Promise<void> {
    for (const entry of entries) {
      await this.store.log.put(roomId, entry);
      if (entry.kind !== "message") await this.store.log.apply(roomId, entry);
      await this.store.log.advance(roomId, entry);
    }
  }

  ask(userId: string, ...rooms: PayloadInput<"sync">["rooms"]): Promise<readonly CaughtUp[]> {
    return this.sync(userId, { rooms });
  }

  async sync(userId: string, payload: PayloadInput<"sync">): Promise<readonly CaughtUp[]> {
    const simulation = { store: this.store, random: () => 0, now: () => 1 };
    const request = simulatedRequest(simulation, userId, "c");
    return (await sync(ACTIONS.sync.payload.parse(payload), request)).data;
  }

  async one(
    userId: string,
    room_id: string,
    after_rev: number,
    otherwise: Partial<PayloadInput<"sync">> = {},
  ): Promise<CaughtUp> {
    const [answer] = await this.sync(userId, { rooms: [{ room_id, after_rev }], ...otherwise });
    if (!answer) throw new Error("There is no answer.");
    return answer;
  }
}

export const revsOf = ({ events = [] }: CaughtUp) => events.map(({ data }) => data.rev);

export const messages = (count: number, text = "text") =>
  Array.from({ length: count }, (_, i) => {
    const message = aMessage(i + 1);
    if (!message.content) throw new Error("A sample has no content.");
    return { ...message, content: { ...message.content, message: text } };
  });
