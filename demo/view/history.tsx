// The messages of a conversation, with older ones loaded on the way up.

import { useEffect, useMemo, useState } from "preact/hooks";
import {
  isDeleted,
  readersOf,
  type MessagesView,
  type MessageView,
  type Pin,
  type RoomView,
} from "../../client/store/index.ts";
import type { Files } from "../chat/files.ts";
import { rowsOf, type Row } from "../chat/rows.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { dayOf } from "../times.ts";
import { Icon } from "./icon.tsx";
import { Message, type MessageActions } from "./message.tsx";
import { useScrolling } from "./scrolling.ts";

interface HistoryProps extends MessageActions {
  state: State;
  room: RoomView | undefined;
  view: MessagesView;
  reads: ReadonlyMap<string, number> | undefined;
  pins: readonly Pin[] | undefined;
  files: Files;
  onOlder: () => void;
  /** The newest message is in view. */
  onSeen: () => void;
}

export function History({ state, room, view, onOlder, onSeen, ...props }: HistoryProps) {
  const { messages, first_unread_seq: unreadFrom } = view;
  const rows = useMemo(() => rowsOf(messages, unreadFrom), [messages, unreadFrom]);
  const { ref, isAtEnd, onScroll, toEnd } = useScrolling(contentOf(rows), onOlder);
  const [focused, setFocused] = useState<string>();
  const keys = rows.filter(isMessage).map(({ key }) => key);
  const current = focused !== undefined && keys.includes(focused) ? focused : keys.at(-1);

  useEffect(() => {
    if (isAtEnd && document.visibilityState === "visible") onSeen();
  });

  return (
    <div class="history">
      <div
        class={room?.info.type === "group-chat" ? "scroller of-group" : "scroller"}
        ref={ref}
        tabIndex={keys.length > 0 ? -1 : 0}
        role="region"
        aria-label="Messages"
        onScroll={onScroll}
        onKeyDown={(event) => {
          moveFocus(event, keys, current);
        }}
      >
        {room && <Beginning view={view} />}
        <ol>
          {rows.map((row) =>
            isMessage(row) ? (
              <Message
                key={row.key}
                state={state}
                room={room}
                row={row}
                {...props}
                isCurrent={row.key === current}
                onFocus={() => {
                  setFocused(row.key);
                }}
              />
            ) : (
              <li key={row.key} class={row.kind}>
                <span>{row.kind === "day" ? dayOf(row.at, state.now) : "New messages"}</span>
              </li>
            ),
          )}
        </ol>
        {room && <SeenBy state={state} room={room} view={view} reads={props.reads} />}
      </div>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          {room && room.unread_count > 0 ? `${room.unread_count} new` : "Newest"}
        </button>
      )}
    </div>
  );
}

const isMessage = (row: Row): row is Extract<Row, { kind: "message" }> => row.kind === "message";

/** Changes whenever the rows' height may. */
const contentOf = (rows: readonly Row[]): string =>
  rows.map((row) => (row.kind === "message" ? row.key + textOf(row.message) : row.key)).join(" ");

const textOf = (message: MessageView): string =>
  message.status === "sent" && isDeleted(message) ? "" : message.message;

const Beginning = ({
  view: { status, messages, has_older, is_loading_older },
}: {
  view: MessagesView;
}) => (
  <p class="beginning" aria-live="off">
    {status === "loading" && messages.length === 0 && "Loading…"}
    {is_loading_older && "Loading older messages…"}
    {status === "loaded" && !has_older && "The beginning of the conversation"}
  </p>
);

type SeenByProps = Pick<HistoryProps, "state" | "view" | "reads"> & { room: RoomView };

/** Who has read the newest message, if it is one's own. */
function SeenBy({ state, room, view, reads }: SeenByProps) {
  // Of those that are stored: what still waits was seen by nobody.
  const newest = view.messages.findLast(({ status }) => status === "sent");
  if (newest?.status !== "sent" || newest.sender_id !== state.me.user_id) return null;
  if (isDeleted(newest)) return null;
  const readers = readersOf(reads, newest);
  const names = readers.map((id) => nameOf(state, id)).join(", ");
  const isPair = room.info.type === "peer-to-peer";
  return (
    <p class="seen-by">{readers.length === 0 ? "Sent" : isPair ? "Seen" : `Seen by ${names}`}</p>
  );
}

/**
 * The messages are one stop of the Tab key. The arrow keys up and down go from message to message, right and left to what
 * can be done with one, and Escape back to it.
 */
function moveFocus(event: KeyboardEvent, keys: readonly string[], current?: string): void {
  const { key, currentTarget } = event;
  if (current === undefined || !(currentTarget instanceof Element)) return;
  const focus = (element: HTMLElement | null | undefined): void => {
    if (!element) return;
    event.preventDefault();
    element.focus();
  };
  const message = messageElement(currentTarget, current);
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = keys[keys.indexOf(current) + (key === "ArrowUp" ? -1 : 1)];
    if (next !== undefined) focus(messageElement(currentTarget, next));
  } else if (key === "ArrowRight" || key === "ArrowLeft") {
    const [...stops] = message?.querySelectorAll<HTMLElement>("a, button:not(:disabled)") ?? [];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const next = at + (key === "ArrowRight" ? 1 : -1);
    focus(next < 0 ? message : stops[next]);
  } else if (key === "Escape" && document.activeElement !== message) {
    focus(message);
  }
}

export const messageElement = (within: ParentNode, id: string): HTMLElement | null =>
  within.querySelector(`[data-message="${CSS.escape(id)}"]`);
