// Typing notifications: throttles the user's own, and expires those of others.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { Context } from "./context.ts";

export interface Typing {
  /** Sends `typing`, unless it was sent a moment ago. */
  readonly send: (payload: PayloadInput<"typing">) => Promise<undefined>;
  /** A message was sent: the next `typing` is sent at once. */
  sent(roomId: string): void;
  receive(data: EventData<"typing">): void;
  /** A user's message arrived, they were removed, or the time is over. */
  stopped(roomId: string, userId: string): void;
}

/** @param request sends `typing` if possible now, and never rejects */
export function makeTyping(
  { timers, timing, emitter }: Context,
  request: (payload: PayloadInput<"typing">) => Promise<void>,
): Typing {
  /** Rooms in which `typing` is throttled, with a function that ends the throttling. */
  const throttled = new Map<string, () => void>();
  /** Typing users, by room and user, with a function that cancels the timer. The space cannot occur in an id. */
  const typing = new Map<string, () => void>();

  function stopped(room_id: string, user_id: string): void {
    const key = `${room_id} ${user_id}`;
    typing.get(key)?.();
    if (typing.delete(key)) emitter.emit("typing_stopped", { room_id, user_id });
  }

  return {
    stopped,
    async send(payload) {
      const { room_id } = (payload as typeof payload | undefined) ?? { room_id: "" };
      if (throttled.has(room_id)) return;
      const release = (): void => {
        cancel();
        throttled.delete(room_id);
      };
      const cancel = timers.after(timing.typingThrottle, release, release);
      throttled.set(room_id, release);
      await request(payload);
    },
    sent: (roomId) => throttled.get(roomId)?.(),
    receive(data) {
      const { room_id, user_id } = data;
      const key = `${room_id} ${user_id}`;
      const stop = (): void => {
        stopped(room_id, user_id);
      };
      typing.get(key)?.();
      typing.set(key, timers.after(timing.typingExpiry, stop, stop));
      emitter.emit("typing", data);
    },
  };
}
