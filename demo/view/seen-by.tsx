// The users who have read the newest message, if it is the user's own.

import {
  isDeleted,
  readersOf,
  type MessagesView,
  type RoomView,
} from "../../client/store/index.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { isolated } from "../isolate.ts";

interface SeenByProps {
  state: State;
  room: RoomView | undefined;
  view: MessagesView;
  reads: ReadonlyMap<string, number> | undefined;
}

/** Keeps its space while empty, so that the layout does not shift. */
export const SeenBy = (props: SeenByProps) => <p class="seen-by">{textOf(props)}</p>;

function textOf({ state, room, view, reads }: SeenByProps): string {
  const newest = view.messages.at(-1);
  // If the newest message is still being sent, nobody has seen it, and nothing is shown.
  if (newest?.status !== "sent" || newest.sender_id !== state.me.user_id) return "";
  if (isDeleted(newest)) return "";
  const readers = readersOf(reads, newest);
  if (readers.length === 0) return "Sent";
  if (room?.info.type === "peer-to-peer") return "Seen";
  return `Seen by ${readers.map((id) => isolated(nameOf(state, id))).join(", ")}`;
}
