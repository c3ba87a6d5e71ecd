// Throttles read marks while the user scrolls: each is sent to all members.

import type { ChatStore } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { Place } from "./state.ts";

const EVERY_MS = 400;

export function makeMarks({ markRead }: Pick<ChatStore, "markRead">) {
  /** By conversation: the mark to send after the pause, if any. */
  const pauses = new Map<string, number | undefined>();

  return function see(place: Place, seq: number): void {
    const key = addressOf(place);
    if (pauses.has(key)) {
      pauses.set(key, Math.max(seq, pauses.get(key) ?? 0));
      return;
    }
    markRead(place, seq);
    pauses.set(key, undefined);
    setTimeout(() => {
      const next = pauses.get(key);
      pauses.delete(key);
      if (next !== undefined) see(place, next);
    }, EVERY_MS);
  };
}
