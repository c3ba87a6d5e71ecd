// Puts the parts together.

import type { Chat, ChatOptions } from "./api.ts";

/** A chat that is not connected yet. One per user; one per page is enough. */
export function createChat(options: ChatOptions): Chat {
  throw new Error(`Not there yet: ${options.url}`);
}
