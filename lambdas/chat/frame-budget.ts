// What fits into one server frame: pages end where it is full, whatever their parts' sizes.

import { LIMITS } from "../../protocol/limits.ts";

/** What a page leaves of a server frame's limit for the envelope around it. */
const ENVELOPE_BYTES = 2 * 1024;

export const PAGE_BYTES = LIMITS.serverFrameBytes - ENVELOPE_BYTES;

const encoder = new TextEncoder();

/** The size of a value as JSON in a list, in bytes. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length + 1;

/** The first of the parts, as many as fit into `bytes` together. */
export function fitting<T>(parts: readonly T[], bytes = PAGE_BYTES): T[] {
  let left = bytes;
  const overflow = parts.findIndex((part) => {
    left -= bytesOf(part);
    return left < 0;
  });
  return overflow < 0 ? [...parts] : parts.slice(0, overflow);
}
