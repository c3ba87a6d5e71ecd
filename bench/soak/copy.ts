// A client's copy of a room: every durable event once, in any order of arrival and despite repeats.

import type { ServerFrame } from "../../protocol/frames.ts";

type Data = Record<string, unknown>;

const DURABLE = /^(message|edited|pin_message|members_added|group_.*)$/;

/** Events that are posted once only. Others may repeat: a pin that exists already is posted again on purpose. */
const REPEATED_BY_NOBODY = new Set(["message", "edited"]);

export class Copy {
  readonly #events = new Map<number, { event: string; data: Data }>();
  /** The ids of messages that were pushed twice, or whose edit was. */
  readonly doubled: string[] = [];

  /** Adds an event. `isPush` is false if the client requested it. */
  take({ event, data }: Pick<ServerFrame, "event" | "data">, isPush: boolean): void {
    const { rev } = data as { rev?: number };
    if (rev === undefined || !DURABLE.test(event)) return;
    if (this.#events.has(rev)) {
      if (isPush && REPEATED_BY_NOBODY.has(event)) {
        this.doubled.push(String((data as Data).message_id ?? (data as Data)._id));
      }
      return;
    }
    this.#events.set(rev, { event, data: data as Data });
  }

  /** The `rev` up to which the copy has no gaps. */
  get complete(): number {
    let rev = 0;
    while (this.#events.has(rev + 1)) rev += 1;
    return rev;
  }

  has(messageId: string): boolean {
    return [...this.#events.values()].some(
      ({ event, data }) => event === "message" && data._id === messageId,
    );
  }

  /** Returns the room's state as text: the same for all complete copies. */
  state(): string {
    const texts = new Map<unknown, unknown>();
    const pins = new Set<unknown>();
    const order = [...this.#events].sort(([a], [b]) => a - b);
    for (const [, { event, data }] of order) {
      if (event === "message") texts.set(data._id, data.message);
      if (event === "edited") texts.set(data.message_id, data.message);
      if (event === "pin_message") pins[data.pin_message ? "add" : "delete"](data._id);
    }
    // A user who is added to a group receives that event as `group_<user_id>`.
    const revs = order.map(([rev, { event }]) => [
      rev,
      event.startsWith("group_") ? "members_added" : event,
    ]);
    return JSON.stringify([revs, [...texts], [...pins].sort()]);
  }
}
