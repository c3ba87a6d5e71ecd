// Polls presence in the conversation in view, because the protocol does not push it: often in small rooms, rarely in
// large groups, and not while the page is hidden.

import type { ChatStore } from "../../client/store/index.ts";
import type { Page } from "./page.ts";

/** What it costs is in docs/client-store.md. */
const OFTEN_MS = 10_000;
const SELDOM_MS = 30_000;
/** Rooms with up to this many members are polled often. */
const FEW = 20;

/** Returns a function that stops. */
export function followPresence(store: ChatStore, page: Page, isVisible: () => boolean): () => void {
  let asked = 0;
  const timer = setInterval(() => {
    const { place, connection } = page.state;
    const count = place && store.room(place).get()?.info.member_count;
    if (!count || connection !== "online" || !isVisible()) return;
    asked += OFTEN_MS;
    if (count > FEW && asked < SELDOM_MS) return;
    asked = 0;
    // It runs in the background, so a failure is not shown.
    store.loadMembers(place).catch(() => undefined);
  }, OFTEN_MS);
  return () => {
    clearInterval(timer);
  };
}
