// The conversations, the one with the newest message first.

import { addressOf } from "../address.ts";
import { otherOf, roomAt, unreadOf } from "../chat/rooms.ts";
import { activityOf, nameOf, pendingAt, sortedRooms, titleOf } from "../chat/select.ts";
import type { Room, State } from "../chat/state.ts";
import { fullTime, shortTime } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";

interface RoomsProps {
  state: State;
  onNewMessage: () => void;
  onNewGroup: () => void;
  onSignOut: () => void;
}

export function Rooms({ state, onNewMessage, onNewGroup, onSignOut }: RoomsProps) {
  const { me } = state;
  const open = roomAt(state, state.place);
  const rooms = sortedRooms(state);
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
              <RoomLink key={room.info._id} {...{ state, room }} isOpen={room === open} />
            ))}
          </ul>
        )}
        {rooms.length === 0 && state.isListed && <NoRooms onNewMessage={onNewMessage} />}
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

function RoomLink({ state, room, isOpen }: { state: State; room: Room; isOpen: boolean }) {
  const { _id, type } = room.info;
  const title = titleOf(state, _id);
  const unread = unreadOf(room, state.me.user_id);
  const at = Date.parse(activityOf(room));
  return (
    <li>
      <a
        href={addressOf({ room_id: _id })}
        class={unread > 0 ? "room unread" : "room"}
        data-room={_id}
        aria-current={isOpen ? "page" : undefined}
      >
        <Avatar
          id={otherOf(room, state.me.user_id) ?? _id}
          name={title}
          isGroup={type === "group-chat"}
        />
        <span class="title">{title}</span>
        <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
          {shortTime(at, state.now)}
        </time>
        <span class="preview">{previewOf(state, room)}</span>
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

function previewOf(state: State, room: Room): string {
  const { last, info, typing } = room;
  const isGroup = info.type === "group-chat";
  const [typist] = typing;
  if (typist !== undefined) {
    return isGroup ? `${nameOf(state, typist)} is typing…` : "typing…";
  }
  const waiting = pendingAt(state, { room_id: info._id }).at(-1);
  if (waiting) return `You: ${waiting.text}`;
  if (!last) return isGroup ? `${info.member_count} members` : "";
  const isOwn = last.sender_id === state.me.user_id;
  const author = isOwn ? "You: " : isGroup ? `${nameOf(state, last.sender_id)}: ` : "";
  if (last.deleted) return `${author}message deleted`;
  return author + (last.message || "an attachment");
}
