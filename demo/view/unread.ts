// Finds where the unread messages of a conversation began when it was opened, and loads them.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { MessagesView, RoomView } from "../../client/store/index.ts";

/** The maximum of messages to load. If more are unread, the view begins with the newest of these. */
const MAX_LOADED = 1_000;

export interface Unread {
  /** The number of unread messages. */
  readonly count: number;
  /** Whether the unread messages are being loaded. */
  readonly isLoading: boolean;
  /** A key that changes with the position of the first unread message. Undefined if there is none. */
  readonly position: string | undefined;
}

/** @param loadBackTo loads older messages up to the one with a `seq` */
export function useUnread(
  view: MessagesView,
  room: RoomView | undefined,
  loadBackTo: (seq: number) => Promise<void>,
): Unread {
  const { first_unread_seq: first, messages, has_older, status } = view;
  const count = useMemo(() => room?.unread_count ?? 0, [first]);
  const [givenUp, giveUp] = useState<number>();
  const oldest = messages.find((message) => message.status === "sent");
  const goal = Math.max(first ?? 0, (room?.seq ?? 0) - MAX_LOADED);
  const isFar = has_older && (oldest?.status === "sent" ? oldest.seq : 0) > goal;
  const isLoading = first !== undefined && first !== givenUp && (status === "loading" || isFar);

  useEffect(() => {
    if (!isLoading || !isFar) return;
    // Also after a failure, which an alert has shown.
    void loadBackTo(goal).then(() => {
      giveUp(first);
    });
  }, [isLoading && isFar]);

  const row = isLoading ? (oldest?._id ?? "") : "";
  return { count, isLoading, position: first === undefined ? undefined : `${first} ${row}` };
}
