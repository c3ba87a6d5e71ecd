// The space in one server frame, and how much is read to fill one. A page ends where the frame is full.

import { LIMITS } from "../../protocol/limits.ts";
import { jsonBytes } from "../../protocol/text.ts";

/** What a page leaves of a server frame's limit for the envelope around it. */
const ENVELOPE_BYTES = 2 * 1024;

export const PAGE_BYTES = LIMITS.serverFrameBytes - ENVELOPE_BYTES;

/** Entries that `sync` reads of all rooms together, and of each at least: some eighty short messages fill a frame. */
export const SYNC_ENTRIES = 100;
export const SYNC_ENTRIES_PER_ROOM = 10;
/** The size of a value as JSON in a list, in bytes. */
export const bytesOf = (value: unknown): number => jsonBytes(value) + 1;

/** The first of the parts, as many as fit into `bytes` together. */
export function fitting<T>(parts: readonly T[], bytes = PAGE_BYTES): T[] {
  let left = bytes;
  const overflow = parts.findIndex((part) => {
    left -= bytesOf(part);
    return left < 0;
  });
  return overflow < 0 ? [...parts] : parts.slice(0, overflow);
}
