// One message, and what can be done with it.

import {
  isDeleted,
  isReadByAll,
  readersOf,
  type MessageView,
  type OptimisticMessage,
  type Pin,
  type RoomView,
  type SentMessage,
} from "../../client/store/index.ts";
import type { MessageRow } from "../chat/rows.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { fullTime, timeOfDay } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Icon, type IconName } from "./icon.tsx";

export interface MessageActions {
  onEdit: (message: SentMessage) => void;
  onDelete: (message: SentMessage) => void;
  onPin: (message: SentMessage, isPinned: boolean) => void;
  onSendAgain: (message: OptimisticMessage) => void;
  onDiscard: (message: OptimisticMessage) => void;
}

interface MessageProps extends MessageActions {
  state: State;
  room: RoomView | undefined;
  row: MessageRow;
  reads: ReadonlyMap<string, number> | undefined;
  pins: readonly Pin[] | undefined;
  /** Whether the Tab key comes by: of all messages, one is on its way. */
  isCurrent: boolean;
  onFocus: () => void;
}

export function Message({ state, room, row, reads, pins, ...props }: MessageProps) {
  const { message, at, isFirst, isLast } = row;
  const { isCurrent, onFocus, ...actions } = props;
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
        (message.status !== "sent" || change) && "unsettled",
      ]
        .filter(Boolean)
        .join(" ")}
      data-message={row.key}
      tabIndex={isCurrent ? 0 : -1}
      onFocusCapture={onFocus}
    >
      {!isOwn && isGroup && isLast && <Avatar id={sender_id} name={name} />}
      <div class="bubble">
        <span class={!isOwn && isGroup && isFirst ? "author" : "hidden"}>
          {isOwn ? "You" : name}
          <span class="hidden">: </span>
        </span>
        <Text message={message} />
        <span class="meta">
          {isPinned && <Mark icon="pin" label="Pinned" />}
          {"edited_at" in message && <span>edited </span>}
          <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
            {timeOfDay(at)}
          </time>
          {isOwn && <Status {...{ state, message, reads }} />}
        </span>
      </div>
      {message.status === "sent" && !isDeleted(message) && change?.type !== "delete" && (
        <Buttons message={message} {...{ isOwn, isPinned, isCurrent, ...actions }} />
      )}
      {message.status === "failed" && <Refused message={message} {...actions} />}
    </li>
  );
}

function isPinnedIn(pins: readonly Pin[] = [], message: MessageView): boolean {
  const change = message.status === "sent" ? message.change : undefined;
  return change?.type === "pin" ? change.pin_message : pins.some(({ _id }) => _id === message._id);
}

function Text({ message }: { message: MessageView }) {
  if (message.status !== "sent") return <p class="text">{message.message}</p>;
  if (isDeleted(message)) return <p class="text gone">This message was deleted</p>;
  const { attachments, change } = message;
  const text = change?.type === "edit" ? change.message : message.message;
  return (
    <>
      {text && <p class="text">{text}</p>}
      {attachments.length > 0 && (
        <p class="text gone">
          {attachments.length === 1 ? "An attachment" : `${attachments.length} attachments`}
        </p>
      )}
    </>
  );
}

const Mark = ({ icon, label }: { icon: IconName; label: string }) => (
  <span class="mark" role="img" aria-label={label} title={label}>
    <Icon name={icon} />
  </span>
);

type StatusProps = Pick<MessageProps, "state" | "reads"> & { message: MessageView };

/** How far an own message has come. */
function Status({ state, message, reads }: StatusProps) {
  if (message.status === "failed") return <Mark icon="warning" label="Not sent" />;
  if (message.status !== "sent") {
    const label = state.connection === "online" ? "Sending" : "Waiting for the connection";
    return <Mark icon="waiting" label={label} />;
  }
  if (message.change) return <Mark icon="waiting" label="Being changed" />;
  if (isDeleted(message)) return null;
  if (isReadByAll(reads, message)) return <Mark icon="seen" label="Seen" />;
  const readers = readersOf(reads, message).map((id) => nameOf(state, id));
  return <Mark icon="sent" label={readers.length > 0 ? `Seen by ${readers.join(", ")}` : "Sent"} />;
}

type ButtonsProps = MessageActions & {
  message: SentMessage;
  isOwn: boolean;
  isPinned: boolean;
  isCurrent: boolean;
};

function Buttons({ message, isOwn, isPinned, isCurrent, onEdit, onDelete, onPin }: ButtonsProps) {
  const button = (icon: IconName, label: string, onClick: () => void) => (
    <button
      type="button"
      class="icon-button small"
      aria-label={label}
      title={label}
      tabIndex={isCurrent ? 0 : -1}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="buttons">
      {button("pin", isPinned ? "Unpin" : "Pin", () => {
        onPin(message, !isPinned);
      })}
      {isOwn &&
        button("edit", "Edit", () => {
          onEdit(message);
        })}
      {isOwn &&
        button("trash", "Delete", () => {
          onDelete(message);
        })}
    </div>
  );
}

type RefusedProps = Pick<MessageActions, "onSendAgain" | "onDiscard"> & {
  message: OptimisticMessage;
};

const Refused = ({ message, onSendAgain, onDiscard }: RefusedProps) => (
  <p class="refused">
    Not sent: {message.error?.message}
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
