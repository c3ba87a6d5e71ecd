// One conversation: who it is with, what was said, and where to write.

import { useEffect, useRef, useState } from "preact/hooks";
import {
  isDeleted,
  type ChatStore,
  type Member,
  type RoomView,
  type SentMessage,
} from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { quoteOf, type Quote } from "../chat/quote.ts";
import { nameOf, titleOf } from "../chat/select.ts";
import type { Place, State } from "../chat/state.ts";
import { ago } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Composer } from "./composer.tsx";
import { History } from "./history.tsx";
import { Icon } from "./icon.tsx";
import { useUploads } from "./uploads.tsx";
import { usePart } from "./use-value.ts";

interface ConversationProps {
  state: State;
  store: ChatStore;
  place: Place;
  commands: Commands;
  onMembers: () => void;
  onPins: () => void;
  onDelete: (message: SentMessage) => void;
  /** Goes to a message of this conversation, wherever it is in the history. */
  onShow: (message: { _id: string; seq: number }) => void;
}

export function Conversation({ state, store, place, commands, ...props }: ConversationProps) {
  const room = usePart(store, "room", place);
  const view = usePart(store, "messages", place);
  const members = usePart(store, "members", place);
  const pins = usePart(store, "pins", place);
  const reads = usePart(store, "reads", place);
  const draft = usePart(store, "draft", place);
  const title = useRef<HTMLHeadingElement>(null);
  const [editing, setEditing] = useState<{ message: SentMessage; text: string }>();
  const [quote, setQuote] = useState<Quote>();
  const uploads = useUploads(commands.files, room?.room_id);
  const name =
    !room && "user_id" in place ? nameOf(state, place.user_id) : titleOf(state, room, members);

  // With a keyboard at hand, writing comes next; on a phone, its own would cover half of what is to be read.
  useEffect(() => {
    const isRoomy = matchMedia("(min-width: 48rem)").matches;
    const composer = document.getElementById("composer");
    (isRoomy && composer ? composer : title.current)?.focus();
  }, []);

  const edit = (message: SentMessage): void => {
    if (!isDeleted(message)) setEditing({ message, text: message.message });
  };
  const focusComposer = (): void => {
    document.getElementById("composer")?.focus();
  };

  if (!room && "room_id" in place) {
    return (
      <section class="conversation nothing">
        {state.list.status === "loaded" && (
          <p>This conversation is not there, or not yours any more.</p>
        )}
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
        <Avatar {...avatarOf(state, place, room, members)} name={name} />
        <div class="heading">
          <h2 id="conversation-title" ref={title} tabIndex={-1}>
            <bdi>{name}</bdi>
          </h2>
          <p>{room ? presenceOf(state, room, members) : "Say hello"}</p>
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
              <span class="count">{pins?.length ? pins.length : ""}</span>
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
        state={state}
        room={room}
        view={view}
        reads={reads}
        pins={pins}
        files={commands.files}
        onShow={props.onShow}
        onReply={(message) => {
          setQuote(quoteOf(message));
          focusComposer();
        }}
        onReact={(message, reaction, on) => void commands.react(message, reaction, on)}
        onOlder={() => void commands.older(place)}
        onReach={(seq) => commands.backTo(place, seq)}
        onSeen={(seq) => {
          commands.see(place, seq);
        }}
        onEdit={edit}
        onDelete={props.onDelete}
        onPin={(message, isPinned) => void commands.pin(message, isPinned)}
        onSendAgain={({ _id }) => {
          commands.retry(_id);
        }}
        onDiscard={({ _id }) => {
          commands.discard(_id);
        }}
      />
      {room && view.status === "failed" && (
        <p class="failed">
          The messages could not be loaded. {view.error?.message}
          <button type="button" class="link" onClick={() => void commands.load(place)}>
            Try again
          </button>
        </p>
      )}
      <Typing state={state} store={store} place={place} />
      <Composer
        placeholder={`Message ${name}`}
        editing={editing}
        draft={draft?.text ?? ""}
        onDraft={(text) => {
          commands.write(place, text);
        }}
        state={state}
        quote={quote}
        uploads={uploads}
        onCancelQuote={() => {
          setQuote(undefined);
          focusComposer();
        }}
        onSend={(message) => {
          const attachments = uploads.take();
          commands.send(place, {
            message,
            ...(quote && { reply_message: { ...quote } }),
            ...(attachments.length > 0 && {
              attachments: attachments.map((each) => ({ ...each })),
            }),
          });
          setQuote(undefined);
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
          const last = view.messages.findLast(
            (message) =>
              message.status === "sent" &&
              message.sender_id === state.me.user_id &&
              !isDeleted(message),
          );
          if (last?.status === "sent") edit(last);
        }}
      />
    </section>
  );
}

type Members = readonly Member[] | undefined;

function avatarOf(state: State, place: Place, room: RoomView | undefined, members: Members) {
  const other = room?.user_id ?? ("user_id" in place ? place.user_id : undefined);
  const member = members?.find(({ user_id }) => user_id === other);
  return {
    id: other ?? ("room_id" in place ? place.room_id : place.user_id),
    isGroup: room?.info.type === "group-chat",
    isOnline: state.connection === "online" && (member?.online ?? false),
  };
}

function presenceOf(state: State, { info }: RoomView, members: Members = []): string {
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

function Typing({ state, store, place }: Pick<ConversationProps, "state" | "store" | "place">) {
  const names = usePart(store, "typing", place).map((id) => nameOf(state, id));
  return (
    <p class="typing">
      {names.length > 0 && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {names.length < 3 ? (
            <span>
              <bdi>{names[0]}</bdi>
              {names.length === 2 && (
                <>
                  {" "}
                  and <bdi>{names[1]}</bdi>
                </>
              )}
              {names.length === 1 ? " is typing…" : " are typing…"}
            </span>
          ) : (
            "Several people are typing…"
          )}
        </>
      )}
    </p>
  );
}
