// A client's copy of a room: every durable event once, in whatever order and however often it arrived.

import type { ServerFrame } from "../../protocol/frames.ts";

type Data = Record<string, unknown>;

const DURABLE = /^(message|edited|pin_message|members_added|group_.*)$/;

/** A pin that is there already is told again, on purpose. */
const REPEATED_BY_NOBODY = new Set(["message", "edited"]);

export class Copy {
  readonly #events = new Map<number, { event: string; data: Data }>();
  /** The messages that were told, or whose edit was, when they had been told before. */
  readonly doubled: string[] = [];

  /** Takes an event; `isPush` unless it was asked for. */
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

  /** Everything up to here is there. */
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

  /** What the room is by now, the same for all who have everything. */
  state(): string {
    const texts = new Map<unknown, unknown>();
    const pins = new Set<unknown>();
    const order = [...this.#events].sort(([a], [b]) => a - b);
    for (const [, { event, data }] of order) {
      if (event === "message") texts.set(data._id, data.message);
      if (event === "edited") texts.set(data.message_id, data.message);
      if (event === "pin_message") pins[data.pin_message ? "add" : "delete"](data._id);
    }
    // A user who is added to a large room gets the event under their own name.
    const revs = order.map(([rev, { event }]) => [
      rev,
      event.startsWith("group_") ? "members_added" : event,
    ]);
    return JSON.stringify([revs, [...texts], [...pins].sort()]);
  }
}
