// Gives the payloads of changes ids, so that a repeat is recognized, and finds the conversation of each.

import type { RoomData } from "../protocol/room.ts";
import { encode } from "./encode.ts";
import { ChatError } from "./errors.ts";
import type { Change } from "./outbox-api.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface Prepared {
  readonly id: string;
  /** A copy: later mutations by the caller do not change what is sent. */
  readonly payload: Fields;
}

/** @throws ChatError `BAD_REQUEST` or `TOO_LARGE` if the payload fits no frame */
export function prepare(action: Change, given: unknown): Prepared {
  const text = encode({ action, ...(given as object) });
  const { action: _action, ...payload } = JSON.parse(text) as Fields & { action: string };
  if (action === "sendNewMessage") {
    const message = payload.message as Fields | undefined;
    if (typeof message !== "object") throw new ChatError("BAD_REQUEST", "message is missing.");
    const id = idOf(message._id);
    return { id, payload: { ...payload, message: { ...message, _id: id } } };
  }
  const field = ID_FIELDS[action];
  const id = idOf(field && payload[field]);
  return { id, payload: field ? { ...payload, [field]: id } : payload };
}

const ID_FIELDS: Partial<Record<Change, string>> = {
  sendMessage: "_id",
  createGroup: "_id",
  editMessage: "edit_id",
};

const idOf = (given: unknown): string => (typeof given === "string" ? given : randomId());

// Not `crypto.randomUUID`: a page served over plain HTTP does not have it, and some React Native versions have no
// `crypto` at all. The id must be unique, not hard to guess.
export function randomId(): string {
  const { crypto } = globalThis as {
    crypto?: { getRandomValues?: (bytes: Uint8Array) => Uint8Array };
  };
  const bytes = new Uint8Array(16).map(() => Math.random() * 256);
  const random = crypto?.getRandomValues?.(bytes) ?? bytes;
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether an event is the effect of a payload. The text may differ: an edit event carries the current text. */
export const isSame = (payload: Fields, data: Fields): boolean =>
  Object.entries(payload).every(
    ([field, value]) =>
      field === "message" ||
      field === "edit_id" ||
      typeof value === "object" ||
      data[field] === value,
  );

/** Conversations by id. The room of a pair is also known by the other user's id. */
export interface Conversations {
  /** Records the pair of a room. */
  readonly add: (
    room: Pick<RoomData, "_id" | "type"> & { recipients?: readonly unknown[] | undefined },
  ) => void;
  /** The conversation that a change belongs to: changes of one conversation are sent one after another. */
  of(payload: Fields): string;
}

export function makeConversations(userId: () => string | undefined): Conversations {
  const pairs = new Map<string, string>();
  return {
    add({ _id, type, recipients = [] }) {
      if (type !== "peer-to-peer") return;
      for (const recipient of recipients as { _id?: string }[]) {
        if (recipient._id !== userId()) pairs.set(String(recipient._id), _id);
      }
    },
    of({ room_id, _id, recipient_id, type, message }) {
      if (typeof room_id === "string") return room_id;
      const [other, ...more] = [recipient_id].flat();
      // Each of these creates its own group.
      if (recipient_id === undefined || more.length > 0 || type === "group-chat") {
        return String(_id ?? (message as Fields)._id);
      }
      // The space cannot occur in an id.
      return pairs.get(String(other)) ?? ` ${String(other)}`;
    },
  };
}
