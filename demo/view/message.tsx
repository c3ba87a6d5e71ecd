// One message with its actions.

import {
  isDeleted,
  isReadByAll,
  readersOf,
  type MessageView,
  type OptimisticMessage,
  type Pin,
  type RoomView,
} from "../../client/store/index.ts";
import type { Files } from "../chat/files.ts";
import { quoteIn } from "../chat/quote.ts";
import type { MessageRow } from "../chat/rows.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { fullTime, timeOfDay } from "../times.ts";
import { wordsFor } from "../words.ts";
import { isolated } from "../isolate.ts";
import { Attachments } from "./attachments.tsx";
import { Avatar } from "./avatar.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { Quoted } from "./quoted.tsx";
import { MessageButtons, type MessageActions } from "./message-buttons.tsx";
import { Reactions } from "./reactions.tsx";
import { RichText } from "./rich-text.tsx";

interface MessageProps extends MessageActions {
  state: State;
  room: RoomView | undefined;
  row: MessageRow;
  reads: ReadonlyMap<string, number> | undefined;
  pins: readonly Pin[] | undefined;
  files: Files;
  /** Whether the Tab key stops here: exactly one message or pin is a stop. */
  isCurrent: boolean;
  onFocus: () => void;
}

export function Message({ state, room, row, reads, pins, files, ...props }: MessageProps) {
  const { message, at, isFirst, isLast, isTimed } = row;
  const { isCurrent, onFocus, onShow, ...actions } = props;
  const { sender_id } = message;
  const isOwn = sender_id === state.me.user_id;
  const name = nameOf(state, sender_id);
  const change = message.status === "sent" ? message.change : undefined;
  const isGroup = room?.info.type === "group-chat";
  const isPinned = isPinnedIn(pins, message);
  return (
    <li
      class={[
        "message",
        isOwn ? "own" : "other",
        isFirst && "first",
        isLast && "last",
        message.status === "sent" && isDeleted(message) && "deleted",
        (message.status !== "sent" || change) && "unsettled",
      ]
        .filter(Boolean)
        .join(" ")}
      data-message={row.key}
      data-seq={message.status === "sent" ? message.seq : undefined}
      tabIndex={isCurrent ? 0 : -1}
      onFocusCapture={onFocus}
    >
      {!isOwn && isGroup && isLast && <Avatar id={sender_id} name={name} />}
      <div class="bubble" title={isTimed ? undefined : fullTime(at)}>
        <span class={!isOwn && isGroup && isFirst ? "author" : "hidden"}>
          <bdi>{isOwn ? "You" : name}</bdi>
          <span class="hidden">: </span>
        </span>
        <Content
          message={message}
          files={files}
          state={state}
          onShow={onShow}
          room_id={room?.room_id ?? ""}
        />
        <span class={isTimed ? "meta" : "meta untimed"}>
          {isPinned && <Mark icon="pin" label="Pinned" />}
          {"edited_at" in message && <span>edited </span>}
          <time
            class={isTimed ? undefined : "hidden"}
            dateTime={new Date(at).toISOString()}
            title={fullTime(at)}
          >
            {timeOfDay(at)}
          </time>
          {isOwn && (isTimed || message.status !== "sent" || change) && (
            <Status state={state} message={message} reads={reads} />
          )}
        </span>
      </div>
      {message.status === "sent" && !isDeleted(message) && change?.type !== "delete" && (
        <MessageButtons message={message} isOwn={isOwn} isPinned={isPinned} {...actions} />
      )}
      {message.status === "sent" && (
        <Reactions
          state={state}
          message={message}
          onReact={(reaction, on) => {
            actions.onReact(message, reaction, on);
          }}
        />
      )}
      {message.status === "failed" && <NotSent message={message} {...actions} />}
    </li>
  );
}

function isPinnedIn(pins: readonly Pin[] = [], message: MessageView): boolean {
  const change = message.status === "sent" ? message.change : undefined;
  return change?.type === "pin" ? change.pin_message : pins.some(({ _id }) => _id === message._id);
}

interface ContentProps extends Pick<MessageProps, "state" | "files" | "onShow"> {
  message: MessageView;
  room_id: string;
}

function Content({ message, files, room_id, state, onShow }: ContentProps) {
  if (message.status === "sent" && isDeleted(message)) {
    return <p class="text gone">This message was deleted</p>;
  }
  const { attachments = [], reply_message } = message;
  const change = message.status === "sent" ? message.change : undefined;
  const text = change?.type === "edit" ? change.message : message.message;
  const quote = quoteIn(reply_message);
  return (
    <>
      {quote && <Quoted state={state} quote={quote} onShow={onShow} />}
      {attachments.length > 0 && (
        <Attachments files={files} room_id={room_id} attachments={attachments} />
      )}
      {text && <RichText text={text} />}
    </>
  );
}

const Mark = ({ icon, label }: { icon: IconName; label: string }) => (
  <span class="mark" role="img" aria-label={label} title={label}>
    <Icon name={icon} />
  </span>
);

type StatusProps = Pick<MessageProps, "state" | "reads"> & { message: MessageView };

/** Whether a message of the user is being sent, is stored or read, or has failed. */
function Status({ state, message, reads }: StatusProps) {
  if (message.status === "failed") return <Mark icon="warning" label="Not sent" />;
  if (message.status !== "sent") {
    const label = state.connection === "online" ? "Sending" : "Waiting for the connection";
    return <Mark icon="waiting" label={label} />;
  }
  if (message.change) return <Mark icon="waiting" label="Being changed" />;
  if (isDeleted(message)) return null;
  if (isReadByAll(reads, message)) return <Mark icon="seen" label="Seen" />;
  const readers = readersOf(reads, message).map((id) => isolated(nameOf(state, id)));
  return <Mark icon="sent" label={readers.length > 0 ? `Seen by ${readers.join(", ")}` : "Sent"} />;
}

type NotSentProps = Pick<MessageActions, "onSendAgain" | "onDiscard"> & {
  message: OptimisticMessage;
};

const NotSent = ({ message, onSendAgain, onDiscard }: NotSentProps) => (
  <p class="refused">
    Not sent. {message.error && wordsFor(message.error)}
    <button
      type="button"
      class="link"
      onClick={() => {
        onSendAgain(message);
      }}
    >
      Try again
    </button>
    <button
      type="button"
      class="link"
      onClick={() => {
        onDiscard(message);
      }}
    >
      Discard
    </button>
  </p>
);
