// Where the unread messages of a conversation began when it was opened.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { MessagesView, RoomView } from "../../client/store/index.ts";

/** The most that is loaded at once. If more are unread, the view begins with the newest of these. */
const MOST = 1_000;

export interface Unread {
  /** How many there were. */
  readonly count: number;
  /** Whether what lies between is being loaded. */
  readonly isReaching: boolean;
  /** Changes when the place where they begin does. Undefined if there are none. */
  readonly place: string | undefined;
}

/** @param reach loads older messages until that of a `seq` is there */
export function useUnread(
  view: MessagesView,
  room: RoomView | undefined,
  reach: (seq: number) => Promise<void>,
): Unread {
  const { first_unread_seq: first, messages, has_older, status } = view;
  const count = useMemo(() => room?.unread_count ?? 0, [first]);
  const [givenUp, giveUp] = useState<number>();
  const oldest = messages.find((message) => message.status === "sent");
  const goal = Math.max(first ?? 0, (room?.seq ?? 0) - MOST);
  const isFar = has_older && (oldest?.status === "sent" ? oldest.seq : 0) > goal;
  const isReaching = first !== undefined && first !== givenUp && (status === "loading" || isFar);

  useEffect(() => {
    if (!isReaching || !isFar) return;
    // Also where it could not be loaded, which the person is told.
    void reach(goal).then(() => {
      giveUp(first);
    });
  }, [isReaching && isFar]);

  const row = isReaching ? (oldest?._id ?? "") : "";
  return { count, isReaching, place: first === undefined ? undefined : `${first} ${row}` };
}
