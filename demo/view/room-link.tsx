// An entry of the list of conversations: its name, last message, and number of unread messages.

import type { ChatStore, RoomView } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { Commands } from "../chat/commands.ts";
import { nameOf, titleOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { countOf, fullTime, shortTime } from "../times.ts";
import { isolated } from "../isolate.ts";
import { plural } from "../plural.ts";
import { Avatar } from "./avatar.tsx";
import { usePart } from "./use-value.ts";

interface RoomLinkProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  room: RoomView;
  isOpen: boolean;
}

export function RoomLink({ state, store, commands, room, isOpen }: RoomLinkProps) {
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
          // Opened at once, because the user may type right after the click.
          if (!event.ctrlKey && !event.metaKey && !event.shiftKey) commands.open({ room_id });
        }}
      >
        <Avatar
          id={room.user_id ?? room_id}
          name={title}
          isGroup={info.type === "group-chat"}
          image={info.image_url}
        />
        <bdi class="title">{title}</bdi>
        <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
          {shortTime(at, state.now)}
        </time>
        <span class="preview">{previewOf(state, room, typing)}</span>
        {unread > 0 && (
          <span class="badge">
            {countOf(unread)}
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
    return isGroup ? `${isolated(nameOf(state, typist))} is typing…` : "typing…";
  }
  if (unsent) return `You: ${isolated(unsent.message)}`;
  const { member_count } = info;
  if (!last) return isGroup ? `${member_count} ${plural(member_count, "member")}` : "";
  const isOwn = last.sender_id === state.me.user_id;
  const author = isOwn ? "You: " : isGroup ? `${isolated(nameOf(state, last.sender_id))}: ` : "";
  if (last.deleted) return `${author}message deleted`;
  return author + (isolated(last.message) || "an attachment");
}
