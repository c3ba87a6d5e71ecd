// Polls the presence of a conversation's members, because no event announces it.

import type { Conversation } from "./conversation.ts";
import type { Core } from "./core.ts";
import type { Loading } from "./loading.ts";
import { MEMBERS_WITH_MARKS } from "./members.ts";

export interface Presence {
  /** Returns a function that stops. */
  readonly watch: (conversation: Conversation, ms?: number) => () => void;
  /** Stops all. */
  readonly stop: () => void;
}

const DEFAULT_MS = 30_000;
const SHORTEST_MS = 1_000;

export function makePresence(core: Core, loading: Loading): Presence {
  const timers = new Map<object, ReturnType<typeof setTimeout>>();

  async function load(conversation: Conversation): Promise<void> {
    const room = core.roomAt(conversation);
    const isOf = room && room.state.summary.info.member_count <= MEMBERS_WITH_MARKS;
    if (!isOf || core.connection.state !== "online" || isHidden()) return;
    // A failure is retried at the next interval.
    await loading.loadMembers(room).catch(() => undefined);
  }

  return {
    watch(conversation, ms = DEFAULT_MS) {
      if (!(ms >= SHORTEST_MS)) throw new RangeError("Presence is asked once a second at most.");
      const key = {};
      const wait = (): void => {
        const poll = async (): Promise<void> => {
          await load(conversation);
          if (timers.has(key)) wait();
        };
        timers.set(
          key,
          setTimeout(() => void poll(), ms),
        );
      };
      wait();
      return () => {
        clearTimeout(timers.get(key));
        timers.delete(key);
      };
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

const isHidden = (): boolean =>
  (globalThis as { document?: { visibilityState?: string } }).document?.visibilityState ===
  "hidden";
