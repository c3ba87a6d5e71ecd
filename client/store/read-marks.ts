// How far the user has read: shown at once, told to the server once per room at a time, taken back if it is refused.

import type { Chat } from "../api.ts";
import type { ChatError } from "../errors.ts";
import type { Core, Room } from "./core.ts";
import { moveMark } from "./members.ts";
import { listMessages } from "./messages.ts";
import { readUpTo } from "./views.ts";

export interface ReadMarks {
  /** Moves the user's read mark, forward only. */
  readonly move: (room: Room, seq: number) => void;
  /** Tells what could not be told while the chat was closed. */
  readonly resume: () => void;
}

export function makeReadMarks(core: Core, chat: Chat): ReadMarks {
  const telling = new Set<Room>();

  async function tell(room: Room): Promise<void> {
    if (telling.has(room)) return;
    telling.add(room);
    try {
      for (;;) {
        const { read_up_to = 0, marks } = room.state;
        const message = newestUpTo(room, read_up_to);
        if (!message || message.seq <= (marks.get(core.me()) ?? 0)) {
          core.update(room, { read_up_to: undefined });
          return;
        }
        const { seq } = await chat.messageSeen({ room_id: room.id, message_id: message._id });
        core.update(room, { marks: moveMark(room.state.marks, core.me(), seq) });
      }
    } catch (error) {
      if ((error as ChatError).code !== "CLOSED") core.update(room, { read_up_to: undefined });
    } finally {
      telling.delete(room);
    }
  }

  return {
    move(room, seq) {
      const upTo = newestUpTo(room, seq)?.seq ?? 0;
      if (upTo <= readUpTo(room.state, core.me())) return;
      core.update(room, { read_up_to: upTo });
      void tell(room);
    },
    resume() {
      for (const room of core.rooms.values()) if (room.state.read_up_to) void tell(room);
    },
  };
}

/** The newest message that is known, up to a `seq`: a mark is moved to a message. */
function newestUpTo({ state }: Room, seq: number): { _id: string; seq: number } | undefined {
  const { history, summary } = state;
  const { last_message: last } = summary;
  if (last && seq >= summary.seq) return { _id: last._id, seq: summary.seq };
  return (
    history &&
    listMessages(history.messages)
      .filter((message) => message.seq <= seq)
      .pop()
  );
}
