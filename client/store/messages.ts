// A room's loaded messages in the order of `seq`, as a persistent list: a change copies one chunk and the array of
// chunks, never all messages.

import type { Message } from "./types.ts";

export interface Messages {
  readonly chunks: readonly (readonly Message[])[];
  /** The `seq` of each id. All versions share it, because a message never changes its `seq`. */
  readonly seqs: Map<string, number>;
  readonly size: number;
}

const CHUNK_SIZE = 64;

export const messagesFrom = (list: readonly Message[]): Messages =>
  list.reduce(putMessage, { chunks: [], seqs: new Map<string, number>(), size: 0 });

export const listMessages = ({ chunks }: Messages): readonly Message[] => chunks.flat();

export const oldestSeq = ({ chunks }: Messages): number => chunks[0]?.[0]?.seq ?? Infinity;

export function findMessage({ chunks, seqs }: Messages, id: string): Message | undefined {
  const seq = seqs.get(id);
  return seq === undefined
    ? undefined
    : chunks[chunkOf(chunks, seq)]?.find((message) => message._id === id);
}

/** Inserts a message, or replaces the one with its `seq`. */
export function putMessage({ chunks, seqs, size }: Messages, message: Message): Messages {
  const { _id, seq } = message;
  seqs.set(_id, seq);
  const at = chunkOf(chunks, seq);
  const chunk = chunks[at] ?? [];
  const before = chunk.filter((other) => other.seq < seq);
  const after = chunk.filter((other) => other.seq > seq);
  const isNew = before.length + after.length === chunk.length;
  const changed = [...before, message, ...after];
  const isFull = changed.length > CHUNK_SIZE;
  // Most messages are added at an end: there, a full chunk is not split.
  const cut = after.length === 0 ? before.length : 1;
  return {
    chunks: [
      ...chunks.slice(0, at),
      ...(isFull ? [changed.slice(0, cut), changed.slice(cut)] : [changed]),
      ...chunks.slice(at + 1),
    ],
    seqs,
    size: size + (isNew ? 1 : 0),
  };
}

/** Keeps the newest `limit` messages. */
export function trimMessages(messages: Messages, limit: number): Messages {
  let excess = messages.size - limit;
  if (excess <= 0) return messages;
  const chunks = messages.chunks.flatMap((chunk) => {
    if (excess <= 0) return [chunk];
    for (const { _id } of chunk.slice(0, excess)) messages.seqs.delete(_id);
    const rest = chunk.slice(excess);
    excess -= chunk.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
  return { chunks, seqs: messages.seqs, size: limit };
}

function chunkOf(chunks: Messages["chunks"], seq: number): number {
  let at = chunks.length - 1;
  while (at > 0 && (chunks[at]?.[0]?.seq ?? 0) > seq) at--;
  return Math.max(at, 0);
}
