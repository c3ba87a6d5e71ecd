// The size of a server frame, and the number of entries to read for one. A page ends when the frame is full.

import { LIMITS } from "../../protocol/limits.ts";
import { jsonBytes } from "../../protocol/text.ts";

/** Part of a server frame's limit that is reserved for the envelope around a page. */
const ENVELOPE_BYTES = 2 * 1024;

export const PAGE_BYTES = LIMITS.serverFrameBytes - ENVELOPE_BYTES;

/** Entries that `sync` reads of all rooms together, and at least of each. About 80 short messages fill a frame. */
export const SYNC_ENTRIES = 100;
export const SYNC_ENTRIES_PER_ROOM = 10;

/** The size of a value as JSON in a list, in bytes. */
export const bytesOf = (value: unknown): number => jsonBytes(value) + 1;

/** The longest prefix of the parts that fits into `bytes`. */
export function fitting<T>(parts: readonly T[], bytes = PAGE_BYTES): T[] {
  let left = bytes;
  const overflow = parts.findIndex((part) => {
    left -= bytesOf(part);
    return left < 0;
  });
  return overflow < 0 ? [...parts] : parts.slice(0, overflow);
}
