// A request as the text of a frame.

import { ChatError } from "./errors.ts";

/** A longer frame would end the connection, and again when it is repeated. */
const LONGEST_FRAME_BYTES = 32 * 1024;

/** @throws ChatError `BAD_REQUEST` if it is nothing that JSON can say, `TOO_LARGE` if no frame can hold it */
export function encode(frame: object): string {
  let text: string;
  try {
    text = JSON.stringify(frame);
  } catch (cause) {
    throw new ChatError("BAD_REQUEST", String(cause), { cause });
  }
  // Not by `TextEncoder`, which not every React Native has. JSON holds no half of a surrogate pair unescaped.
  if (encodeURIComponent(text).replace(/%../g, "_").length > LONGEST_FRAME_BYTES) {
    throw new ChatError("TOO_LARGE", "The request is over 32 KB.");
  }
  return text;
}
