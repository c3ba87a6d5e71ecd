// Polls presence in the conversation in view, because the protocol does not push it: often in small rooms, rarely in
// large groups, and not while the page is hidden.

import type { ChatStore } from "../../client/store/index.ts";
import type { Page } from "./page.ts";

/** docs/client-store.md describes the cost. */
const OFTEN_MS = 10_000;
const RARELY_MS = 30_000;
/** Rooms with up to this many members are polled often. */
const FEW = 20;

/** Returns a function that stops. */
export function followPresence(store: ChatStore, page: Page, isVisible: () => boolean): () => void {
  let sinceLast = 0;
  const timer = setInterval(() => {
    const { conversation, connection } = page.state;
    const count = conversation && store.room(conversation).get()?.info.member_count;
    if (!count || connection !== "online" || !isVisible()) return;
    sinceLast += OFTEN_MS;
    if (count > FEW && sinceLast < RARELY_MS) return;
    sinceLast = 0;
    // The poll runs in the background, so its failure is not shown.
    store.loadMembers(conversation).catch(() => undefined);
  }, OFTEN_MS);
  return () => {
    clearInterval(timer);
  };
}
