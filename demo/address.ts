// Keeps the open conversation in the page's URL, so that Back, reload and bookmarks work.

import type { Place } from "./chat/state.ts";

export const addressOf = (place: Place): string =>
  "room_id" in place
    ? `#/room/${encodeURIComponent(place.room_id)}`
    : `#/with/${encodeURIComponent(place.user_id)}`;

/** Undefined if the URL names no conversation. */
export function placeIn(hash: string): Place | undefined {
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
