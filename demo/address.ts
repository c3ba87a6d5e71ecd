// The open conversation in the page's address, so that the browser's Back, reload and bookmarks do what they should.

import type { Place } from "./chat/state.ts";

export const addressOf = (place: Place): string =>
  "room_id" in place
    ? `#/room/${encodeURIComponent(place.room_id)}`
    : `#/with/${encodeURIComponent(place.user_id)}`;

/** Undefined where no conversation is named. */
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
