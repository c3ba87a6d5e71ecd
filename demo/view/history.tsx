// The messages of a conversation; scrolling up loads older ones.

import { useMemo, useState } from "preact/hooks";
import type { MessagesView, Pin, RoomView } from "../../client/store/index.ts";
import type { Files } from "../chat/files.ts";
import { rowsOf, type Row } from "../chat/rows.ts";
import type { State } from "../chat/state.ts";
import { dayOf, sinceTime } from "../times.ts";
import { Icon } from "./icon.tsx";
import type { MessageActions } from "./message-buttons.tsx";
import { Message } from "./message.tsx";
import { moveFocus } from "./move-focus.ts";
import { useScrolling } from "./scrolling.ts";
import { SeenBy } from "./seen-by.tsx";
import { MessageSkeletons } from "./skeletons.tsx";
import { SystemMessage } from "./system-message.tsx";
import { useUnread } from "./unread.ts";

interface HistoryProps extends MessageActions {
  state: State;
  room: RoomView | undefined;
  view: MessagesView;
  reads: ReadonlyMap<string, number> | undefined;
  pins: readonly Pin[] | undefined;
  files: Files;
  onOlder: () => void;
  /** Loads older messages up to the one with this `seq`. */
  loadBackTo: (seq: number) => Promise<void>;
  /** All messages up to this `seq` were in view. */
  onSeen: (seq: number) => void;
}

export function History({
  state,
  room,
  view,
  onOlder,
  loadBackTo,
  onSeen,
  ...props
}: HistoryProps) {
  const { messages, events, first_unread_seq: unreadFrom } = view;
  const rows = useMemo(
    () => rowsOf({ messages, events, unreadFrom }),
    [messages, events, unreadFrom],
  );
  const keys = rows.filter(isStop).map(({ key }) => key);
  const { count, isLoading, position } = useUnread(view, room, loadBackTo);
  const { ref, isAtEnd, onScroll, toEnd } = useScrolling({
    content: rows.map(({ key }) => key).join(" "),
    unread: position,
    written: messages.findLast(({ status }) => status === "sending")?._id,
    onStart: onOlder,
    onSeen(seq) {
      // Before the list is loaded, new messages are unknown.
      if (isLoading || state.list.status !== "loaded") return;
      if (room && document.visibilityState === "visible") onSeen(Math.min(seq, room.seq));
    },
  });
  const [focused, setFocused] = useState<string>();
  const current =
    focused !== undefined && keys.includes(focused) ? focused : rows.findLast(isMessage)?.key;

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
        {room && messages.length === 0 && view.status === "loading" && <MessageSkeletons />}
        <Beginning view={view} isRoom={room !== undefined} />
        <ol>
          {rows.map((row) => {
            switch (row.kind) {
              case "message":
                return (
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
                );
              case "event":
                return (
                  <SystemMessage
                    key={row.key}
                    id={row.key}
                    state={state}
                    event={row.event}
                    pins={props.pins}
                    isCurrent={row.key === current}
                    onFocus={() => {
                      setFocused(row.key);
                    }}
                    onShow={props.onShow}
                  />
                );
              case "day":
                return <Line key={row.key} kind="day" text={dayOf(row.at, state.now)} />;
              case "unread": {
                const text = `${count || ""} new since ${sinceTime(row.at, state.now)}`;
                return <Line key={row.key} kind="unread" text={text} />;
              }
            }
          })}
        </ol>
        <SeenBy state={state} room={room} view={view} reads={props.reads} />
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

const isMessage = ({ kind }: Row): boolean => kind === "message";

/** Whether the arrow keys stop at a row. */
const isStop = (row: Row): boolean =>
  isMessage(row) || (row.kind === "event" && row.event.event === "pin_message");

const Line = ({ kind, text }: { kind: "day" | "unread"; text: string }) => (
  <li class={kind}>
    <span>{text}</span>
  </li>
);

const Beginning = ({
  view: { status, has_older, is_loading_older },
  isRoom,
}: {
  view: MessagesView;
  isRoom: boolean;
}) => (
  <p class="beginning" aria-live="off">
    {is_loading_older && "Loading older messages…"}
    {isRoom && status === "loaded" && !has_older && "The beginning of the conversation"}
  </p>
);
