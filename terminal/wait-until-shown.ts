// How far each room's events were told: an answer may come a moment before its event, which waits for those before it.
import type { Chat, ChatEvents } from "../client/index.ts";

/** Resolves once what an answer is about was told, or the room is the user's no more. */
export type Told = (answer: unknown) => Promise<void>;

const EVENTS = [
  ...(["message", "edited", "delete", "pin_message", "reaction"] as const),
  ...(["members_added", "member_removed", "room_updated", "reload"] as const),
];

/** To be made after what tells of the events. */
export function makeTold(chat: Chat): Told {
  const revs = new Map<string, number>();
  const waiting = new Set<() => void>();
  for (const event of EVENTS) {
    chat.on(event, (data: Partial<ChatEvents["message"]>) => {
      const { room_id = "", rev = Infinity } = data;
      revs.set(room_id, Math.max(rev, revs.get(room_id) ?? 0));
      for (const wake of waiting) wake();
    });
  }
  return async (answer) => {
    const { room_id, rev } = Object(answer) as { room_id?: unknown; rev?: unknown };
    if (typeof room_id !== "string" || typeof rev !== "number") return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        if (rev > (revs.get(room_id) ?? 0)) return;
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      wake();
    });
  };
}
