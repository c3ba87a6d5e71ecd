// Limits the size of a message so that it fits into every frame that can hold it: its own, a page of history, `sync`,
// and the reply of `sendNewMessage`, which adds the room.

import { LIMITS } from "../../protocol/limits.ts";
import type { MessageContent } from "../../protocol/message.ts";
import { jsonBytes } from "../../protocol/text.ts";

/** Whether a message with this content fits into every frame. */
export const fitsFrame = (content: MessageContent): boolean =>
  jsonBytes(content) <= LIMITS.messageBytes;

/**
 * A stored message's content as it goes into frames. Only messages of version 0.1 can be too large: they are shown
 * without recipients, and if that is not enough, with a truncated text and an ellipsis.
 */
export function shownContent(content: MessageContent): MessageContent {
  if (fitsFrame(content)) return content;
  const { recipients: _recipients, ...rest } = content;
  if (fitsFrame(rest)) return rest;
  const left = LIMITS.messageBytes - jsonBytes({ ...rest, message: ELLIPSIS });
  return { ...rest, message: cut(rest.message, left) + ELLIPSIS };
}

const ELLIPSIS = "…";
const QUOTES = 2;

function cut(text: string, bytes: number): string {
  let left = bytes;
  let end = 0;
  for (const character of text) {
    left -= jsonBytes(character) - QUOTES;
    if (left < 0) break;
    end += character.length;
  }
  return text.slice(0, end);
}
