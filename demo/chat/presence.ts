// Who is online in the conversation in view. The protocol pushes nothing of it, so that it is asked: often where that costs
// little, seldom in large groups, and not at all while nobody looks.

import type { ChatStore } from "../../client/store/index.ts";
import type { Page } from "./page.ts";

/** What it costs is in docs/client-store.md. */
const OFTEN_MS = 10_000;
const SELDOM_MS = 30_000;
/** As many members are asked about often. */
const FEW = 20;

/** Returns what ends it. */
export function followPresence(store: ChatStore, page: Page, isVisible: () => boolean): () => void {
  let asked = 0;
  const timer = setInterval(() => {
    const { place, connection } = page.state;
    const count = place && store.room(place).get()?.info.member_count;
    if (!count || connection !== "online" || !isVisible()) return;
    asked += OFTEN_MS;
    if (count > FEW && asked < SELDOM_MS) return;
    asked = 0;
    // Nobody asked for it: nobody is told that it failed.
    store.loadMembers(place).catch(() => undefined);
  }, OFTEN_MS);
  return () => {
    clearInterval(timer);
  };
}
