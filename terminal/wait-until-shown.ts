// Tracks which events of each room have been shown. A reply can arrive before its event, which waits for earlier ones.
import type { Chat, ChatEvents } from "../client/index.ts";

/** Resolves once the event of a reply has been shown, or the user is no longer a member of its room. */
export type WaitUntilShown = (reply: unknown) => Promise<void>;

const EVENTS = [
  "message",
  "edited",
  "delete",
  "pin_message",
  "reaction",
  "members_added",
  "member_removed",
  "room_updated",
  "reload",
] as const;

/** Call this after the listeners that show the events are added. */
export function makeWaitUntilShown(chat: Chat): WaitUntilShown {
  const shownRevs = new Map<string, number>();
  const waiting = new Set<() => void>();
  for (const event of EVENTS) {
    chat.on(event, (data: Partial<ChatEvents["message"]>) => {
      const { room_id = "", rev = Infinity } = data;
      shownRevs.set(room_id, Math.max(rev, shownRevs.get(room_id) ?? 0));
      for (const wake of waiting) wake();
    });
  }
  return async (reply) => {
    const { room_id, rev } = Object(reply) as { room_id?: unknown; rev?: unknown };
    if (typeof room_id !== "string" || typeof rev !== "number") return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        if (rev > (shownRevs.get(room_id) ?? 0)) return;
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      wake();
    });
  };
}
