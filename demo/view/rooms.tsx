// The conversations, the one with the newest message first.

import { addressOf } from "../address.ts";
import type { ChatStore, RoomView } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { nameOf, titleOf } from "../chat/select.ts";
import { roomAt, type State } from "../chat/state.ts";
import { fullTime, shortTime } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";
import { usePart } from "./use-value.ts";

interface RoomsProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  onNewMessage: () => void;
  onNewGroup: () => void;
  onSignOut: () => void;
}

export function Rooms({ state, store, commands, ...props }: RoomsProps) {
  const { me } = state;
  const { rooms, status, error } = state.list;
  const { onNewMessage, onNewGroup, onSignOut } = props;
  const open = roomAt(state, state.place);
  return (
    <section class="rooms" aria-labelledby="rooms-title">
      <header>
        <h2 id="rooms-title">Conversations</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="New message"
          title="New message"
          onClick={onNewMessage}
        >
          <Icon name="compose" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="New group"
          title="New group"
          onClick={onNewGroup}
        >
          <Icon name="group" />
        </button>
      </header>
      <nav aria-label="Conversations">
        {rooms.length > 0 && (
          <ul>
            {rooms.map((room) => (
              <RoomLink
                key={room.room_id}
                state={state}
                store={store}
                commands={commands}
                room={room}
                isOpen={room === open}
              />
            ))}
          </ul>
        )}
        {rooms.length === 0 && status === "loaded" && <NoRooms onNewMessage={onNewMessage} />}
        {status === "failed" && (
          <p class="failed">
            The conversations could not be loaded. {error?.message}
            <button type="button" class="link" onClick={() => void commands.loadRooms()}>
              Try again
            </button>
          </p>
        )}
      </nav>
      <footer>
        <Avatar id={me.user_id} name={me.first_name} />
        <span class="me">{me.first_name}</span>
        <button type="button" class="quiet" onClick={onSignOut}>
          Sign out
        </button>
      </footer>
    </section>
  );
}

const NoRooms = ({ onNewMessage }: { onNewMessage: () => void }) => (
  <div class="nothing">
    <p>No conversations yet.</p>
    <button type="button" class="primary" onClick={onNewMessage}>
      Write to somebody
    </button>
  </div>
);

interface RoomLinkProps extends Pick<RoomsProps, "state" | "store" | "commands"> {
  room: RoomView;
  isOpen: boolean;
}

function RoomLink({ state, store, commands, room, isOpen }: RoomLinkProps) {
  const { room_id, info, last_message, unread_count: unread } = room;
  const members = usePart(store, "members", { room_id });
  const typing = usePart(store, "typing", { room_id });
  const title = titleOf(state, room, members);
  const at = Date.parse(last_message?.created_at ?? info.created_at);
  return (
    <li>
      <a
        href={addressOf({ room_id })}
        class={unread > 0 ? "room unread" : "room"}
        data-room={room_id}
        aria-current={isOpen ? "page" : undefined}
        onClick={(event) => {
          // At once: what is typed next belongs there.
          if (!event.ctrlKey && !event.metaKey && !event.shiftKey) commands.open({ room_id });
        }}
      >
        <Avatar id={room.user_id ?? room_id} name={title} isGroup={info.type === "group-chat"} />
        <bdi class="title">{title}</bdi>
        <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
          {shortTime(at, state.now)}
        </time>
        <span class="preview">{previewOf(state, room, typing)}</span>
        {unread > 0 && (
          <span class="badge">
            {unread > 99 ? "99+" : unread}
            <span class="hidden"> unread</span>
          </span>
        )}
      </a>
    </li>
  );
}

function previewOf(state: State, room: RoomView, [typist]: readonly string[]): string {
  const { last_message: last, info, unsent } = room;
  const isGroup = info.type === "group-chat";
  if (typist !== undefined) {
    return isGroup ? `${nameOf(state, typist)} is typing…` : "typing…";
  }
  if (unsent) return `You: ${unsent.message}`;
  if (!last) return isGroup ? `${info.member_count} members` : "";
  const isOwn = last.sender_id === state.me.user_id;
  const author = isOwn ? "You: " : isGroup ? `${nameOf(state, last.sender_id)}: ` : "";
  if (last.deleted) return `${author}message deleted`;
  return author + (last.message || "an attachment");
}
