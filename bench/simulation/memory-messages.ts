// The in-memory store's data of messages outside the log: claims, edits, pending texts, pins and reactions.

import type { Store } from "../../lambdas/chat/ports.ts";
import { at, type Call, type MemoryItems } from "./memory-items.ts";

export const memoryMessages = (items: MemoryItems, call: Call): Store["messages"] => ({
  claim: (roomId, id, claim) =>
    call("messages.claim", () => {
      const existing = items.claims.get(at(roomId, id));
      if (existing) return { sender: existing.sender, base: existing.base, isNew: false };
      items.claims.set(at(roomId, id), claim);
      return { sender: claim.sender, base: claim.base, isNew: true };
    }),
  claimed: (roomId, id) => call("messages.claimed", () => items.claims.get(at(roomId, id))),
  rebase: (roomId, id, base) =>
    call("messages.rebase", () => {
      const claim = items.claims.get(at(roomId, id));
      if (claim && claim.base < base) items.claims.set(at(roomId, id), { ...claim, base });
    }),
  noteEdit: (roomId, rev, editId, standingRev) =>
    call("messages.noteEdit", () => {
      const key = at(roomId, rev, editId);
      const noted = items.edits.get(key) ?? standingRev;
      items.edits.set(key, noted);
      return noted;
    }),
  propose: (roomId, rev, text, nonce) =>
    call("messages.propose", () => {
      if (!items.message(roomId, rev)?.content) return false;
      items.pending.set(at(roomId, rev), { text, nonce });
      return true;
    }),
  pins: (roomId) =>
    call("messages.pins", () =>
      [...items.pinItems].filter(([key]) => key.startsWith(`${roomId} `)).map(([, pin]) => pin),
    ),
  reaction: ({ roomId, messageRev, reaction, userId }) =>
    call("messages.reaction", () =>
      items.reactionItems.get(at(roomId, messageRev, reaction, userId)),
    ),
  pin: (roomId, rev) => call("messages.pin", () => items.pinItems.get(at(roomId, rev))),
});
