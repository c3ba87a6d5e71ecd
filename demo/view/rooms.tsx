// The list of conversations, the one with the newest message first.

import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type { ChatStore } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { titleOf } from "../chat/select.ts";
import { roomAt, type State } from "../chat/state.ts";
import { matches } from "../search.ts";
import { wordsFor } from "../words.ts";
import { Icon } from "./icon.tsx";
import { RoomLink } from "./room-link.tsx";
import { useRoving } from "./roving.ts";
import { Settings } from "./settings.tsx";
import { RoomSkeletons } from "./skeletons.tsx";

interface RoomsProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  searchRef: RefObject<HTMLInputElement | null>;
  onNewMessage: () => void;
  onNewGroup: () => void;
  onSignOut: () => void;
}

export function Rooms({ state, store, commands, searchRef, ...props }: RoomsProps) {
  const { rooms: all, status, error } = state.list;
  const [query, setQuery] = useState("");
  const rooms = all.filter((room) =>
    matches(titleOf(state, room, store.members({ room_id: room.room_id }).get()), query.trim()),
  );
  const bar = useRoving<HTMLDivElement>();
  const list = useRoving<HTMLElement>("a");
  const { onNewMessage, onNewGroup, onSignOut } = props;
  const open = roomAt(state, state.conversation);
  return (
    <section class="rooms" aria-labelledby="rooms-title">
      <header>
        <h2 id="rooms-title">Conversations</h2>
        <div class="tools" role="toolbar" aria-label="New conversation" {...bar}>
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
        </div>
      </header>
      <p class="search">
        <input
          type="search"
          ref={searchRef}
          aria-label="Search conversations"
          aria-keyshortcuts="Control+K"
          placeholder="Search"
          value={query}
          onInput={({ currentTarget }) => {
            setQuery(currentTarget.value);
          }}
          onKeyDown={({ key }) => {
            const [first] = rooms;
            if (key === "ArrowDown") list.ref.current?.querySelector("a")?.focus();
            else if (key === "Escape") setQuery("");
            else if (key === "Enter" && query && first) {
              setQuery("");
              commands.go({ room_id: first.room_id });
            }
          }}
        />
      </p>
      <nav aria-label="Conversations" {...list}>
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
        {all.length === 0 && (status === "loading" || status === "idle") && <RoomSkeletons />}
        {rooms.length === 0 && all.length > 0 && (
          <p class="nothing">No conversation is called that.</p>
        )}
        {all.length === 0 && status === "loaded" && <NoRooms onNewMessage={onNewMessage} />}
        {status === "failed" && (
          <p class="failed">
            The conversations could not be loaded. {error && wordsFor(error)}
            <button type="button" class="link" onClick={() => void commands.loadRooms()}>
              Try again
            </button>
          </p>
        )}
      </nav>
      <Settings state={state} commands={commands} onSignOut={onSignOut} />
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
