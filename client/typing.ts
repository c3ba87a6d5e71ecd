// Who is typing: told to others not too often, and forgotten when nothing more comes.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { Timing } from "./api.ts";
import type { Timers } from "./timers.ts";

export interface TypingOptions {
  readonly timers: Timers;
  readonly timing: Timing;
  /** Sends it if that can be done now. */
  readonly send: (payload: PayloadInput<"typing">) => Promise<void>;
  readonly onTyping: (data: EventData<"typing">) => void;
  readonly onStopped: (data: { room_id: string; user_id: string }) => void;
}

export class Typing {
  readonly #options: TypingOptions;
  /** Rooms in which it was told a moment ago, with what ends that moment. */
  readonly #told = new Map<string, () => void>();
  /** Whoever types, as room and user, with what cancels their time. A space is in no id. */
  readonly #typing = new Map<string, () => void>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  async tell(payload: PayloadInput<"typing">): Promise<undefined> {
    const { room_id } = payload;
    if (this.#told.has(room_id)) return;
    const { timers, timing, send } = this.#options;
    const forget = (): void => {
      cancel();
      this.#told.delete(room_id);
    };
    const cancel = timers.after(timing.typingThrottle, forget, forget);
    this.#told.set(room_id, forget);
    await send(payload);
  }

  /** A message was sent: what is typed next is news again. */
  sent(roomId: string): void {
    this.#told.get(roomId)?.();
  }

  receive(data: EventData<"typing">): void {
    const { timers, timing, onTyping } = this.#options;
    const { room_id, user_id } = data;
    const key = `${room_id} ${user_id}`;
    const stop = (): void => {
      this.stopped(room_id, user_id);
    };
    this.#typing.get(key)?.();
    this.#typing.set(key, timers.after(timing.typingExpiry, stop, stop));
    onTyping(data);
  }

  /** Their message is there, or their time is over. */
  stopped(room_id: string, user_id: string): void {
    const key = `${room_id} ${user_id}`;
    const cancel = this.#typing.get(key);
    if (!cancel) return;
    cancel();
    this.#typing.delete(key);
    this.#options.onStopped({ room_id, user_id });
  }
}
