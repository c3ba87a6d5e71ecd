// The values that can be subscribed to. Each is created on first use and stays the same object.

import type { ChatStore, RoomsView } from "./api.ts";
import { keyOf, type Conversation } from "./conversation.ts";
import { CONNECTION, NAMES, ROOMS, type Core, type Room } from "./core.ts";
import type { Drafts } from "./drafts.ts";
import { reuseEqual, type Readable } from "./readable.ts";
import type { RoomList } from "./room-list.ts";
import { listMembers, viewMessages, viewReads, type MessagesView } from "./views.ts";

type Selectors = Pick<
  ChatStore,
  | ("connection" | "rooms" | "unread" | "names")
  | ("room" | "messages" | "typing" | "reads" | "members" | "pins" | "draft")
>;

const NOBODY: readonly string[] = [];

export function makeSelectors(
  core: Core,
  { list, drafts }: { list: RoomList; drafts: Drafts },
): Selectors {
  const { readable } = core.subscriptions;
  let rooms: RoomsView | undefined;
  /** For conversations without a room. */
  const views = new Map<string, MessagesView>();

  const of =
    <T>(select: (room: Room | undefined, conversation: Conversation) => T) =>
    (conversation: Conversation): Readable<T> =>
      readable(keyOf(conversation), () => select(core.roomAt(conversation), conversation));

  return {
    connection: readable(CONNECTION, () => core.connection),
    rooms: readable(ROOMS, () => {
      const { status, error } = list;
      return (rooms = reuseEqual(rooms, { rooms: core.list(), status, error }));
    }),
    unread: readable(ROOMS, core.unreadInAll),
    names: readable(NAMES, core.names.get),

    room: of((room) => room?.view),
    messages: of((room, conversation) => {
      const unsent = core.unsent.list(...core.keysOf(conversation));
      if (room)
        return (room.messagesView = viewMessages(room.state, unsent, room.messagesView, core.me()));
      const key = keyOf(conversation);
      const view = viewMessages(list, unsent, views.get(key), core.me());
      views.set(key, view);
      return view;
    }),
    typing: of((room) => room?.state.typing ?? NOBODY),
    reads: of((room) => room && viewReads(room.state)),
    members: of((room) => room?.state.members && listMembers(room.state.members)),
    pins: of((room) => room?.state.pins),
    draft: of((_room, conversation) => drafts.get(conversation)),
  };
}
