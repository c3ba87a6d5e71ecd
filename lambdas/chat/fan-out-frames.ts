// Makes the frames of a batch for each connection. Nearly all get the same frames, which are encoded once.

import { PAGE_BYTES } from "./frame-budget.ts";
import { missedEvent } from "./missed-event.ts";
import type { Connection, Entry, Member, Room, StoredMessage } from "./model.ts";

/** Consecutive entries of a log, with the data that their frames need. */
export interface FanOutBatch {
  readonly room: Room;
  readonly entries: readonly Entry[];
  /** The edited messages, by rev. */
  readonly edited: ReadonlyMap<number, StoredMessage>;
  /** The connection that repeated the request: it gets no frame. Without it, an entry's `via` gets no frame of it. */
  readonly except?: string | undefined;
}

export interface Frames {
  /** The frames for a connection of a member, in the order of `rev`. Equal results share their bytes. */
  of(member: Pick<Member, "userId" | "joinedRev">, connection: Connection): readonly Uint8Array[];
}

/** Encodes the frames of a batch. An entry that cannot be encoded is skipped and passed to `failed`. */
export function framesOf(
  source: FanOutBatch,
  failed: (entry: Entry, error: unknown) => void,
): Frames {
  const { entries, except } = source;
  const json = new Map<Entry, string | undefined>();
  for (const entry of entries) json.set(entry, attempt(entry, source, failed));
  const packed = new Map<string, readonly Uint8Array[]>();

  return {
    of({ userId, joinedRev }, { id, batch = false }) {
      const received = entries.filter(({ rev, via }) => rev >= joinedRev && (except ?? via) !== id);
      const isOwn = (entry: Entry) => entry.kind === "add" && entry.users.includes(userId);
      const own = received.filter(isOwn).map(() => userId);
      const key = JSON.stringify([batch, received.map(({ rev }) => rev), own]);
      const known = packed.get(key);
      if (known) return known;

      const frames = received.flatMap(
        (entry) => (isOwn(entry) ? attempt(entry, source, failed, userId) : json.get(entry)) ?? [],
      );
      const bytes = pack(frames, batch);
      packed.set(key, bytes);
      return bytes;
    },
  };
}

function attempt(
  entry: Entry,
  { room, edited }: FanOutBatch,
  failed: (entry: Entry, error: unknown) => void,
  userId = "",
): string | undefined {
  try {
    const then = entry.kind === "add" ? { ...room, memberCount: entry.memberCount } : room;
    const frame = missedEvent(entry, { room: then, memberIds: undefined, userId, edited });
    return frame && JSON.stringify(frame);
  } catch (error) {
    failed(entry, error);
    return undefined;
  }
}

const encoder = new TextEncoder();

/** Encodes frames one by one, or with `batch` as many in one frame as fit. */
export function pack(frames: readonly string[], batch: boolean): Uint8Array[] {
  if (!batch) return frames.map((frame) => encoder.encode(frame));
  const batches: string[][] = [];
  let left = 0;
  for (const frame of frames) {
    const size = encoder.encode(frame).length + 1;
    if (size > left) {
      batches.push([]);
      left = PAGE_BYTES;
    }
    batches.at(-1)?.push(frame);
    left -= size;
  }
  return batches.map(([first = "", ...more]) =>
    encoder.encode(
      more.length === 0 ? first : `{"event":"batch","data":[${[first, ...more].join(",")}]}`,
    ),
  );
}
