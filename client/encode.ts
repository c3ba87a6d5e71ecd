// Encodes a request as a frame.

import { ChatError } from "./errors.ts";

/** The gateway closes the connection on a longer frame, and would again on each repeat. */
const LONGEST_FRAME_BYTES = 32 * 1024;

/** @throws ChatError `BAD_REQUEST` if the payload is not JSON, `TOO_LARGE` if it exceeds a frame */
export function encode(frame: object): string {
  let text: string;
  try {
    text = JSON.stringify(frame);
  } catch (cause) {
    throw new ChatError("BAD_REQUEST", String(cause), { cause });
  }
  // Not `TextEncoder`, which some React Native versions lack. JSON escapes unpaired surrogates.
  if (encodeURIComponent(text).replace(/%../g, "_").length > LONGEST_FRAME_BYTES) {
    throw new ChatError("TOO_LARGE", "The request is over 32 KB.");
  }
  return text;
}
