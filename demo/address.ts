// Keeps the open conversation in the page's URL, so that Back, reload and bookmarks work.

import type { ConversationRef } from "./chat/state.ts";

export const addressOf = (conversation: ConversationRef): string =>
  "room_id" in conversation
    ? `#/room/${encodeURIComponent(conversation.room_id)}`
    : `#/with/${encodeURIComponent(conversation.user_id)}`;

/** Returns undefined if the URL names no conversation. */
export function conversationIn(hash: string): ConversationRef | undefined {
  const [, kind, id = ""] = /^#\/(room|with)\/(.+)$/.exec(hash) ?? [];
  if (kind === undefined) return undefined;
  const name = decode(id);
  return kind === "room" ? { room_id: name } : { user_id: name };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
