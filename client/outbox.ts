// What the application changes: sent in order, one at a time per room, until it is acknowledged or refused.

import type { ActionName, PayloadInput } from "../protocol/actions.ts";
import type { Connection } from "./connection.ts";
import type { Link } from "./link.ts";
import type { Repeat } from "./requests.ts";
import type { RoomFrame } from "./room.ts";
import type { Rooms } from "./rooms.ts";
import { makeTurns } from "./turns.ts";

/** The event by which each is answered, where it is also how its effect can be known again. */
const CHANGES = {
  sendMessage: "message",
  sendNewMessage: "",
  createGroup: "",
  editMessage: "edited",
  deleteMessage: "delete",
  pinMessage: "pin_message",
  addMembers: "",
  removeMember: "member_removed",
  updateRoom: "room_updated",
} as const satisfies Partial<Record<ActionName, string>>;

export type Change = keyof typeof CHANGES;
export const CHANGE_NAMES = Object.keys(CHANGES) as Change[];

type Fields = Readonly<Record<string, unknown>>;

/** A change of which one attempt was made at least. */
interface Attempted {
  readonly event: string;
  readonly payload: Fields;
  /** The newest event of the room before the first attempt: what came up to there is no answer to it. */
  readonly after: number;
  /** Its own event, or a newer edit of the same message. */
  answer?: Fields;
}

export interface Outbox {
  /** Resolves to the `data` of the answer. */
  send<Name extends Change>(name: Name, payload: PayloadInput<Name>): Promise<unknown>;
  /** Takes note of an event that may be what an attempt has led to. */
  saw(frame: RoomFrame): void;
}

export interface OutboxOptions {
  readonly link: Link;
  readonly repeat: Repeat;
  readonly rooms: Rooms;
  /** Resolves once what was missed before the connection is known. */
  readonly gate: () => Promise<unknown>;
}

export function makeOutbox({ link, repeat, rooms, gate }: OutboxOptions): Outbox {
  const inTurn = makeTurns();
  const everyAttempted = new Set<Attempted>();

  async function deliver(name: Change, payload: Fields, since: number): Promise<unknown> {
    const { room_id } = payload;
    let attempted: Attempted | undefined;
    const attempt = async (connection: Connection): Promise<unknown> => {
      if (attempted?.answer) return attempted.answer;
      if (!attempted && typeof room_id === "string") {
        attempted = { event: CHANGES[name], payload, after: rooms.get(room_id).newest };
        everyAttempted.add(attempted);
      }
      return (await connection.request(name, payload)).data;
    };
    try {
      return await repeat(attempt, { isPatient: true, gate, since });
    } finally {
      if (attempted) everyAttempted.delete(attempted);
    }
  }

  return {
    send(name, given) {
      const payload = withId(name, given);
      const since = link.closings;
      return inTurn(placeOf(payload), () => deliver(name, payload, since));
    },
    saw({ event, rev, data }) {
      const actor = data.removed_by ?? data.sender_id ?? data.user_id;
      if (actor !== link.userId) return;
      for (const attempted of everyAttempted) {
        const isLater = attempted.event === event && rev > attempted.after;
        if (isLater && isSame(attempted.payload, data)) attempted.answer = data;
      }
    },
  };
}

/** Whether an event does what a payload asks. The text may be another: an edit is told with what stands by now. */
const isSame = (payload: Fields, data: Fields): boolean =>
  Object.entries(payload).every(
    ([field, value]) => field === "message" || typeof value === "object" || data[field] === value,
  );

function withId(name: Change, payload: Fields): Fields {
  const _id = (given: unknown) => (given as string | undefined) ?? randomId();
  if (name === "sendNewMessage") {
    const message = payload.message as Fields;
    return { ...payload, message: { ...message, _id: _id(message._id) } };
  }
  return name === "sendMessage" || name === "createGroup"
    ? { ...payload, _id: _id(payload._id) }
    : payload;
}

/** What is changed: a room, one that is made with this id, or the conversation with these people. */
const placeOf = ({ room_id, _id, recipient_id }: Fields): string =>
  JSON.stringify(room_id ?? _id ?? [recipient_id].flat().sort());

// Not `crypto.randomUUID`: a page that is served over plain HTTP, as in trying it on a phone, has none.
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
