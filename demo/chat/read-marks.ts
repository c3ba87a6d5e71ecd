// Throttles read marks while the user scrolls: each is sent to all members.

import type { ChatStore } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { ConversationRef } from "./state.ts";

const INTERVAL_MS = 400;

export function makeMarkRead({ markRead }: Pick<ChatStore, "markRead">) {
  /** The conversations in their pause, each with the mark to send after it, if any. */
  const pauses = new Map<string, number | undefined>();

  return function throttled(conversation: ConversationRef, seq: number): void {
    const key = addressOf(conversation);
    if (pauses.has(key)) {
      pauses.set(key, Math.max(seq, pauses.get(key) ?? 0));
      return;
    }
    markRead(conversation, seq);
    pauses.set(key, undefined);
    setTimeout(() => {
      const next = pauses.get(key);
      pauses.delete(key);
      if (next !== undefined) throttled(conversation, next);
    }, INTERVAL_MS);
  };
}
