// The header of a conversation: its name, presence, and search.

import type { RefObject } from "preact";
import type { Member, Pin, RoomView } from "../../client/store/index.ts";
import type { ConversationRef, State } from "../chat/state.ts";
import { plural } from "../plural.ts";
import { ago } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";
import { useRoving } from "./roving.ts";

interface ConversationHeaderProps {
  state: State;
  conversation: ConversationRef;
  room: RoomView | undefined;
  members: Members;
  pins: readonly Pin[] | undefined;
  name: string;
  titleRef: RefObject<HTMLHeadingElement | null>;
  onFind: () => void;
  onMute: (isMuted: boolean) => void;
  onMembers: () => void;
  onPins: () => void;
}

export function ConversationHeader({
  state,
  conversation,
  room,
  members,
  pins,
  name,
  titleRef,
  onFind,
  onMute,
  onMembers,
  onPins,
}: ConversationHeaderProps) {
  const isMuted = room !== undefined && state.muted.has(room.room_id);
  const bar = useRoving<HTMLDivElement>();
  return (
    <header>
      <a class="icon-button back" href="#" aria-label="All conversations">
        <Icon name="back" />
      </a>
      <Avatar {...avatarOf(state, conversation, room, members)} name={name} />
      <div class="heading">
        <h2 id="conversation-title" ref={titleRef} tabIndex={-1}>
          <bdi>{name}</bdi>
        </h2>
        <p>{room ? presenceOf(state, room, members) : "Say hello"}</p>
      </div>
      {room && (
        <div class="tools" role="toolbar" aria-label="This conversation" {...bar}>
          <button
            type="button"
            class="icon-button"
            title="Search in this conversation"
            aria-label="Search in this conversation"
            onClick={onFind}
          >
            <Icon name="search" />
          </button>
          <button
            type="button"
            class="icon-button"
            title={isMuted ? "Muted" : "Mute"}
            aria-label="Mute this conversation"
            aria-pressed={isMuted}
            onClick={() => {
              onMute(!isMuted);
            }}
          >
            <Icon name={isMuted ? "silent" : "bell"} />
          </button>
          <button type="button" class="icon-button" title="Pinned messages" onClick={onPins}>
            <Icon name="pin" />
            <span class="count">{pins?.length ? pins.length : ""}</span>
            <span class="hidden">{` pinned ${plural(pins?.length ?? 0, "message")}`}</span>
          </button>
          <button type="button" class="icon-button" title="Members" onClick={onMembers}>
            <Icon name="group" />
            <span class="count">{room.info.member_count}</span>
            <span class="hidden">{` ${plural(room.info.member_count, "member")}`}</span>
          </button>
        </div>
      )}
    </header>
  );
}

type Members = readonly Member[] | undefined;

function avatarOf(
  state: State,
  conversation: ConversationRef,
  room: RoomView | undefined,
  members: Members,
) {
  const other = room?.user_id ?? ("user_id" in conversation ? conversation.user_id : undefined);
  const member = members?.find(({ user_id }) => user_id === other);
  return {
    id: other ?? ("room_id" in conversation ? conversation.room_id : conversation.user_id),
    isGroup: room?.info.type === "group-chat",
    image: room?.info.image_url ?? "",
    isOnline: state.connection === "online" && (member?.online ?? false),
  };
}

function presenceOf(state: State, { info }: RoomView, members: Members = []): string {
  const isOnline = state.connection === "online";
  const others = members.filter(({ user_id }) => user_id !== state.me.user_id);
  if (info.type === "group-chat") {
    const online = members.filter((member) => member.online).length;
    const all = `${info.member_count} ${plural(info.member_count, "member")}`;
    return isOnline && online > 0 ? `${all}, ${online} online` : all;
  }
  const [other] = others;
  if (!other) return "";
  if (!isOnline) return "Waiting for the connection";
  if (other.online) return "Online";
  return other.last_seen_at === undefined
    ? "Was not here yet"
    : `Last seen ${ago(Date.parse(other.last_seen_at), state.now)}`;
}
