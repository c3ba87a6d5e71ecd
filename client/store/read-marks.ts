// The user's own read marks: shown at once, sent one at a time per room, and reverted if refused.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import type { Core, Room } from "./core.ts";
import { moveMark } from "./members.ts";
import { readUpTo } from "./views.ts";

export interface ReadMarks {
  /** Moves the user's read mark forward, up to the newest message. */
  readonly move: (room: Room, seq: number) => void;
  /** Sends the marks that could not be sent while the chat was closed. */
  readonly resume: () => void;
}

export function makeReadMarks(core: Core, chat: Chat): ReadMarks {
  const sending = new Set<Room>();

  async function send(room: Room): Promise<void> {
    if (sending.has(room)) return;
    sending.add(room);
    try {
      for (;;) {
        const { read_up_to: seq = 0, marks } = room.state;
        if (seq <= (marks.get(core.me()) ?? 0)) {
          core.update(room, { read_up_to: undefined });
          return;
        }
        const seen = await chat.messageSeen({ room_id: room.id, seq });
        core.update(room, { marks: moveMark(room.state.marks, core.me(), seen.seq) });
      }
    } catch (error) {
      if ((error as ChatError).code !== "CLOSED") core.update(room, { read_up_to: undefined });
    } finally {
      sending.delete(room);
    }
  }

  return {
    move(room, seq) {
      const upTo = Math.floor(Math.min(seq, room.state.summary.seq));
      // This also rejects NaN.
      if (!(upTo > readUpTo(room.state, core.me()))) return;
      core.update(room, { read_up_to: upTo });
      void send(room);
    },
    resume() {
      for (const room of core.rooms.values()) if (room.state.read_up_to) void send(room);
    },
  };
}
