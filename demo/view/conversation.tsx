// One conversation: who it is with, what was said, and where to write.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Commands } from "../chat/commands.ts";
import { otherOf, roomAt } from "../chat/rooms.ts";
import { nameOf, pendingAt, titleOf } from "../chat/select.ts";
import { isDeleted, type Message, type Place, type Room, type State } from "../chat/state.ts";
import { ago } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Composer } from "./composer.tsx";
import { History } from "./history.tsx";
import { Icon } from "./icon.tsx";

interface ConversationProps {
  state: State;
  place: Place;
  commands: Commands;
  onMembers: () => void;
  onPins: () => void;
  onDelete: (message: Message) => void;
}

export function Conversation({ state, place, commands, onDelete, ...props }: ConversationProps) {
  const room = roomAt(state, place);
  const title = useRef<HTMLHeadingElement>(null);
  const [editing, setEditing] = useState<{ message: Message; text: string }>();
  const name = titleAt(state, place);

  // With a keyboard at hand, writing comes next; on a phone, its own would cover half of what is to be read.
  useEffect(() => {
    const isRoomy = matchMedia("(min-width: 48rem)").matches;
    const composer = document.getElementById("composer");
    (isRoomy && composer ? composer : title.current)?.focus();
  }, []);

  const edit = (message: Message): void => {
    if (!isDeleted(message)) setEditing({ message, text: message.message });
  };
  const focusComposer = (): void => {
    document.getElementById("composer")?.focus();
  };

  if (!room && "room_id" in place) {
    return (
      <section class="conversation nothing">
        {state.isListed && <p>This conversation is not there, or not yours any more.</p>}
        <a href="#">All conversations</a>
      </section>
    );
  }
  return (
    <section class="conversation" aria-labelledby="conversation-title">
      <header>
        <a class="icon-button back" href="#" aria-label="All conversations">
          <Icon name="back" />
        </a>
        <Avatar {...avatarOf(state, place, room)} name={name} />
        <div class="heading">
          <h2 id="conversation-title" ref={title} tabIndex={-1}>
            {name}
          </h2>
          <p>{room ? presenceOf(state, room) : "Say hello"}</p>
        </div>
        {room && (
          <>
            <button
              type="button"
              class="icon-button"
              title="Pinned messages"
              onClick={props.onPins}
            >
              <Icon name="pin" />
              <span class="count">{room.pins?.length ? room.pins.length : ""}</span>
              <span class="hidden"> pinned messages</span>
            </button>
            <button type="button" class="icon-button" title="Members" onClick={props.onMembers}>
              <Icon name="group" />
              <span class="count">{room.info.member_count}</span>
              <span class="hidden">{room.info.member_count === 1 ? " member" : " members"}</span>
            </button>
          </>
        )}
      </header>
      <History
        {...{ state, room }}
        pending={pendingAt(state, place)}
        onOlder={() => room && void commands.older(room.info._id)}
        onSeen={() => {
          if (room) commands.see(room.info._id);
        }}
        onEdit={edit}
        onDelete={onDelete}
        onPin={(message, isPinned) => void commands.pin(message, isPinned)}
        onSendAgain={commands.sendAgain}
        onDiscard={commands.discard}
      />
      {room?.loading === "failed" && (
        <p class="failed">
          The messages could not be loaded.
          <button type="button" class="link" onClick={() => void commands.load(place)}>
            Try again
          </button>
        </p>
      )}
      <Typing {...{ state, room }} />
      <Composer
        placeholder={`Message ${name}`}
        editing={editing}
        onSend={(text) => {
          commands.send(place, text);
        }}
        onTyping={() => {
          if (room) commands.typing(room.info._id);
        }}
        onEdited={(text) => {
          if (editing && text !== editing.text) void commands.edit(editing.message, text);
          setEditing(undefined);
          focusComposer();
        }}
        onCancelEdit={() => {
          setEditing(undefined);
          focusComposer();
        }}
        onEditLast={() => {
          const last = room?.history?.messages.findLast(
            (message) => message.sender_id === state.me.user_id && !isDeleted(message),
          );
          if (last) edit(last);
        }}
      />
    </section>
  );
}

/** What a conversation is called, also before there is a room. */
export function titleAt(state: State, place: Place): string {
  const room = roomAt(state, place);
  if (room) return titleOf(state, room.info._id);
  return "user_id" in place ? nameOf(state, place.user_id) : "";
}

function avatarOf(state: State, place: Place, room: Room | undefined) {
  const other = room ? otherOf(room, state.me.user_id) : undefined;
  const member = room?.members?.find(({ user_id }) => user_id === other);
  return {
    id: other ?? ("room_id" in place ? place.room_id : place.user_id),
    isGroup: room?.info.type === "group-chat",
    isOnline: state.connection === "online" && (member?.online ?? false),
  };
}

function presenceOf(state: State, room: Room): string {
  const { info, members = [] } = room;
  const isOnline = state.connection === "online";
  const others = members.filter(({ user_id }) => user_id !== state.me.user_id);
  if (info.type === "group-chat") {
    const online = members.filter((member) => member.online).length;
    return `${info.member_count} members${isOnline && online > 0 ? `, ${online} online` : ""}`;
  }
  const [other] = others;
  if (!other) return "";
  if (!isOnline) return "Waiting for the connection";
  if (other.online) return "Online";
  return other.last_seen_at === undefined
    ? "Was not here yet"
    : `Last seen ${ago(Date.parse(other.last_seen_at), state.now)}`;
}

function Typing({ state, room }: { state: State; room: Room | undefined }) {
  const names = [...(room?.typing ?? [])].map((id) => nameOf(state, id));
  return (
    <p class="typing">
      {names.length > 0 && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {names.length < 3
            ? `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing…`
            : "Several people are typing…"}
        </>
      )}
    </p>
  );
}
