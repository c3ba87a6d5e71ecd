// One message, and what can be done with it.

import type { Change, Message as Data, Pending, Room, State } from "../chat/state.ts";
import { isDeleted } from "../chat/state.ts";
import { isReadByAll, nameOf, readersOf } from "../chat/select.ts";
import type { Row } from "../chat/rows.ts";
import { fullTime, timeOfDay } from "../times.ts";
import { Avatar } from "./avatar.tsx";
import { Icon, type IconName } from "./icon.tsx";

export interface MessageActions {
  onEdit: (message: Data) => void;
  onDelete: (message: Data) => void;
  onPin: (message: Data, isPinned: boolean) => void;
  onSendAgain: (pending: Pending) => void;
  onDiscard: (pending: Pending) => void;
}

interface MessageProps extends MessageActions {
  state: State;
  room: Room | undefined;
  row: Extract<Row, { kind: "message" | "pending" }>;
  /** Whether the Tab key comes by: of all messages, one is on its way. */
  isCurrent: boolean;
  onFocus: () => void;
}

export function Message({ state, room, row, isCurrent, onFocus, ...actions }: MessageProps) {
  const { sender_id, at, isFirst, isLast } = row;
  const isOwn = sender_id === state.me.user_id;
  const name = nameOf(state, sender_id);
  const change = room?.changes.get(row.key);
  const isGroup = room?.info.type === "group-chat";
  const isPinned = isPinnedIn(room, row.key, change);
  return (
    <li
      class={[
        "message",
        isOwn ? "own" : "other",
        isFirst && "first",
        isLast && "last",
        (row.kind === "pending" || change) && "unsettled",
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
        <Text row={row} change={change} />
        <span class="meta">
          {isPinned && <Mark icon="pin" label="Pinned" />}
          {row.kind === "message" && "edited_at" in row.message && <span>edited </span>}
          <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
            {timeOfDay(at)}
          </time>
          {isOwn && <Status {...{ state, room, row, change }} />}
        </span>
      </div>
      {row.kind === "message" && !isDeleted(row.message) && change?.kind !== "delete" && (
        <Buttons message={row.message} {...{ isOwn, isPinned, isCurrent, ...actions }} />
      )}
      {row.kind === "pending" && row.pending.refusal !== undefined && (
        <Refused pending={row.pending} {...actions} />
      )}
    </li>
  );
}

function isPinnedIn(room: Room | undefined, id: string, change: Change | undefined): boolean {
  if (change?.kind === "pin") return change.isPinned;
  return room?.pins?.some(({ _id }) => _id === id) ?? false;
}

function Text({ row, change }: { row: MessageProps["row"]; change: Change | undefined }) {
  if (row.kind === "pending") return <p class="text">{row.pending.text}</p>;
  if (isDeleted(row.message)) return <p class="text gone">This message was deleted</p>;
  const { message, attachments } = row.message;
  const text = change?.kind === "edit" ? change.text : message;
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

type StatusProps = Pick<MessageProps, "state" | "room" | "row"> & { change: Change | undefined };

/** How far an own message has come. */
function Status({ state, room, row, change }: StatusProps) {
  if (row.kind === "pending") {
    if (row.pending.refusal !== undefined) return <Mark icon="warning" label="Not sent" />;
    const label = state.connection === "online" ? "Sending" : "Waiting for the connection";
    return <Mark icon="waiting" label={label} />;
  }
  if (change) return <Mark icon="waiting" label="Being changed" />;
  if (isDeleted(row.message) || !room) return null;
  const { seq } = row.message;
  const { user_id } = state.me;
  if (isReadByAll(room, seq, user_id)) return <Mark icon="seen" label="Seen" />;
  const readers = readersOf(room, seq, user_id).map((id) => nameOf(state, id));
  return <Mark icon="sent" label={readers.length > 0 ? `Seen by ${readers.join(", ")}` : "Sent"} />;
}

type ButtonsProps = MessageActions & {
  message: Data;
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

type RefusedProps = Pick<MessageActions, "onSendAgain" | "onDiscard"> & { pending: Pending };

const Refused = ({ pending, onSendAgain, onDiscard }: RefusedProps) => (
  <p class="refused">
    Not sent: {pending.refusal}
    <button
      type="button"
      class="link"
      onClick={() => {
        onSendAgain(pending);
      }}
    >
      Try again
    </button>
    <button
      type="button"
      class="link"
      onClick={() => {
        onDiscard(pending);
      }}
    >
      Discard
    </button>
  </p>
);
