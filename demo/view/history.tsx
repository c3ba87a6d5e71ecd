// The messages of a conversation, with older ones loaded on the way up.

import { useEffect, useMemo, useState } from "preact/hooks";
import { unreadOf } from "../chat/rooms.ts";
import { rowsOf, type Row } from "../chat/rows.ts";
import { nameOf, readersOf } from "../chat/select.ts";
import { isDeleted, type Pending, type Room, type State } from "../chat/state.ts";
import { dayOf } from "../times.ts";
import { Icon } from "./icon.tsx";
import { Message, type MessageActions } from "./message.tsx";
import { useScrolling } from "./scrolling.ts";

interface HistoryProps extends MessageActions {
  state: State;
  room: Room | undefined;
  pending: readonly Pending[];
  onOlder: () => void;
  /** The newest message is in view. */
  onSeen: () => void;
}

export function History({ state, room, pending, onOlder, onSeen, ...actions }: HistoryProps) {
  const { history, unreadFrom } = room ?? {};
  const me = state.me.user_id;
  const messages = history?.messages ?? [];
  const rows = useMemo(
    () => rowsOf(messages, pending, { me, unreadFrom }),
    [history?.messages, state.pending, unreadFrom],
  );
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
        {room && <Beginning room={room} />}
        <ol>
          {rows.map((row) =>
            isMessage(row) ? (
              <Message
                key={row.key}
                {...{ state, room, row, ...actions }}
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
        {room && <SeenBy {...{ state, room }} />}
      </div>
      {!isAtEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          {room && unreadOf(room, me) > 0 ? `${unreadOf(room, me)} new` : "Newest"}
        </button>
      )}
    </div>
  );
}

const isMessage = (row: Row): row is Extract<Row, { kind: "message" | "pending" }> =>
  row.kind === "message" || row.kind === "pending";

/** Changes whenever the rows' height may. */
const contentOf = (rows: readonly Row[]): string =>
  rows.map((row) => (row.kind === "message" ? row.key + textOf(row.message) : row.key)).join(" ");

const textOf = (message: Extract<Row, { kind: "message" }>["message"]): string =>
  isDeleted(message) ? "" : message.message;

const Beginning = ({ room: { loading, history } }: { room: Room }) => (
  <p class="beginning" aria-live="off">
    {loading === "loading" && !history && "Loading…"}
    {history?.isLoadingOlder && "Loading older messages…"}
    {history && history.before === undefined && "The beginning of the conversation"}
  </p>
);

/** Who has read the newest message, if it is one's own. */
function SeenBy({ state, room }: { state: State; room: Room }) {
  const { user_id } = state.me;
  const newest = room.history?.messages.at(-1);
  if (newest?.sender_id !== user_id || isDeleted(newest)) return null;
  const readers = readersOf(room, newest.seq, user_id);
  const isPair = room.info.type === "peer-to-peer";
  const names = readers.map((id) => nameOf(state, id)).join(", ");
  return (
    <p class="seen-by">{readers.length === 0 ? "Sent" : isPair ? "Seen" : `Seen by ${names}`}</p>
  );
}

/** The arrow keys go from message to message. */
function moveFocus(event: KeyboardEvent, keys: readonly string[], current?: string): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const { currentTarget } = event;
  if (step === undefined || current === undefined || !(currentTarget instanceof Element)) return;
  const next = keys[keys.indexOf(current) + step];
  if (next === undefined) return;
  event.preventDefault();
  messageElement(currentTarget, next)?.focus();
}

export const messageElement = (within: ParentNode, id: string): HTMLElement | null =>
  within.querySelector(`[data-message="${CSS.escape(id)}"]`);
