// Who is typing: told to others not too often, and forgotten when nothing more comes.

import type { EventData, PayloadInput } from "../protocol/actions.ts";
import type { Context } from "./context.ts";

export interface Typing {
  /** Tells others, unless it did a moment ago. */
  readonly tell: (payload: PayloadInput<"typing">) => Promise<undefined>;
  /** A message was sent: what is typed next is news again. */
  sent(roomId: string): void;
  receive(data: EventData<"typing">): void;
  /** Their message is there, or they were removed, or their time is over. */
  stopped(roomId: string, userId: string): void;
}

/** @param send sends it if that can be done now, and never rejects */
export function makeTyping(
  { timers, timing, emitter }: Context,
  send: (payload: PayloadInput<"typing">) => Promise<void>,
): Typing {
  /** Rooms in which it was told a moment ago, with what ends that moment. */
  const told = new Map<string, () => void>();
  /** Whoever types, as room and user, with what cancels their time. A space is in no id. */
  const typing = new Map<string, () => void>();

  function stopped(room_id: string, user_id: string): void {
    const key = `${room_id} ${user_id}`;
    typing.get(key)?.();
    if (typing.delete(key)) emitter.emit("typing_stopped", { room_id, user_id });
  }

  return {
    stopped,
    async tell(payload) {
      const { room_id } = (payload as typeof payload | undefined) ?? { room_id: "" };
      if (told.has(room_id)) return;
      const forget = (): void => {
        cancel();
        told.delete(room_id);
      };
      const cancel = timers.after(timing.typingThrottle, forget, forget);
      told.set(room_id, forget);
      await send(payload);
    },
    sent: (roomId) => told.get(roomId)?.(),
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
