// What the application changes: sent in order, one at a time per room, until it is acknowledged or refused.

import type { ActionName, PayloadInput } from "../protocol/actions.ts";
import type { Connection } from "./connection.ts";
import type { Requests } from "./requests.ts";
import type { RoomFrame } from "./room.ts";

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

export interface OutboxOptions {
  readonly requests: Requests;
  /** Resolves once what was missed before the connection is known. */
  readonly gate: () => Promise<unknown>;
  /** The highest `rev` that came of a room. */
  readonly newest: (roomId: string) => number;
  readonly userId: () => string | undefined;
}

export class Outbox {
  readonly #requests: Requests;
  readonly #gate: () => Promise<unknown>;
  readonly #newest: (roomId: string) => number;
  readonly #userId: () => string | undefined;
  /** The last change of each room. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #attempted = new Set<Attempted>();

  constructor({ requests, gate, newest, userId }: OutboxOptions) {
    this.#requests = requests;
    this.#gate = gate;
    this.#newest = newest;
    this.#userId = userId;
  }

  /** Resolves to the `data` of the answer. */
  async send<Name extends Change>(name: Name, given: PayloadInput<Name>): Promise<unknown> {
    const payload = withId(name, given);
    const key = placeOf(payload);
    const since = this.#requests.closings;
    const attempt = (): Promise<unknown> => this.#deliver(name, payload, since);
    const run = (this.#last.get(key) ?? Promise.resolve()).then(attempt);
    const settled = run
      .catch(() => undefined)
      .then(() => {
        if (this.#last.get(key) === settled) this.#last.delete(key);
      });
    this.#last.set(key, settled);
    return await run;
  }

  /** Takes note of an event that may be what an attempt has led to. */
  saw(roomId: string, { event, rev, data }: RoomFrame): void {
    for (const attempted of this.#attempted) {
      const { payload, after } = attempted;
      if (attempted.event !== event || payload.room_id !== roomId || rev <= after) continue;
      const actor = data.removed_by ?? data.sender_id ?? data.user_id;
      if (actor === this.#userId() && isSame(payload, data)) attempted.answer = data;
    }
  }

  async #deliver(name: Change, payload: Fields, since: number): Promise<unknown> {
    let attempted: Attempted | undefined;
    const attempt = async (connection: Connection): Promise<unknown> => {
      if (attempted?.answer) return attempted.answer;
      attempted ??= { event: CHANGES[name], payload, after: this.#newest(String(payload.room_id)) };
      this.#attempted.add(attempted);
      return (await connection.request(name, payload)).data;
    };
    try {
      const persistence = { isPatient: true, gate: this.#gate, since };
      return await this.#requests.repeat(attempt, persistence);
    } finally {
      if (attempted) this.#attempted.delete(attempted);
    }
  }
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
