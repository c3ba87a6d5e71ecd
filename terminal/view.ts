// The room that the user is in: shows its newest messages on entering, and older ones page by page.
import type { ChatStore, HistoryEvent, MessagesView, Readable } from "../client/store/index.ts";
import { historyLines } from "./history.ts";
import { errorLine } from "./lines.ts";
import type { Rooms } from "./rooms.ts";

export interface View {
  readonly room_id: string | undefined;
  /** Whether the history is loading. It includes the events that arrive meanwhile. */
  readonly isLoading: boolean;
  /**
   * Enters a room and shows the end of its history: the last page, and all unread messages that are loaded. Resolves
   * once it is shown, or the user has entered another room.
   *
   * @param line is shown after the room's number and name
   */
  enter(room_id: string, line?: string): Promise<void>;
  /** Resolves once the history of the room entered last is shown. */
  entered(): Promise<void>;
  /** Shows up to `count` messages (default: a page) before the earliest one shown. @throws ChatError */
  showOlder(count: number | undefined): Promise<void>;
  /** Leaves the room without entering another. */
  leave(): void;
}

/** How many messages are shown at once. */
const PAGE = 20;
const NOWHERE: Start = { seq: 0, rev: 0 };

/** The earliest message shown. */
type Start = Pick<Sent, "seq" | "rev">;

type Sent = Extract<MessagesView["messages"][number], { status: "sent" }>;

export function makeView(store: ChatStore, rooms: Rooms, show: (text: string) => void): View {
  let here: { readonly room_id: string; readonly close: () => void; earliest?: Start } | undefined;
  let entering: Promise<void> = Promise.resolve();

  const stored = (room_id: string): readonly Sent[] =>
    store
      .messages({ room_id })
      .get()
      .messages.filter((message) => message.status === "sent");

  /** The events from a page's first message on, before the `rev` `end`; for the very first page, also earlier ones. */
  function eventsOf(room_id: string, [first]: readonly Sent[], end = Infinity): HistoryEvent[] {
    const { events, has_older } = store.messages({ room_id }).get();
    const isFirst = !has_older && stored(room_id)[0]?._id === first?._id;
    const start = isFirst ? 0 : (first?.rev ?? 0);
    return events.filter(({ data: { rev } }) => rev >= start && rev < end);
  }

  function leave(): void {
    here?.close();
    here = undefined;
  }

  async function showNewest(room_id: string): Promise<void> {
    const entered = here;
    await waitFor(store.messages({ room_id }), ({ status }) =>
      ["loaded", "failed"].includes(status),
    );
    if (!entered || here !== entered) return;
    const { first_unread_seq: firstUnread = Infinity, error } = store.messages({ room_id }).get();
    const all = stored(room_id);
    const first = Math.max(0, all.length - PAGE);
    const page = all.filter(({ seq }, index) => index >= first || seq >= firstUnread);
    const { seq: earliest } = (here.earliest = page[0] ?? NOWHERE);
    if (error) show(errorLine(error));
    if (firstUnread < earliest) {
      show(`${earliest - firstUnread} more are unread: /history shows what is before these.`);
    }
    const lines = historyLines(
      { messages: page, events: eventsOf(room_id, page), firstUnread },
      rooms,
    );
    if (lines.length > 0) show(lines.join("\n"));
  }

  return {
    get room_id() {
      return here?.room_id;
    },
    get isLoading() {
      return here !== undefined && here.earliest === undefined;
    },
    enter(room_id, line = "") {
      leave();
      here = { room_id, close: store.open({ room_id }) };
      show(`You are in room ${rooms.number(room_id)}, ${rooms.title(room_id)}${line}`);
      return (entering = showNewest(room_id));
    },
    entered: () => entering,
    async showOlder(count = PAGE) {
      await entering;
      const entered = here;
      if (!entered) return;
      const { room_id, earliest = NOWHERE } = entered;
      const before = (): readonly Sent[] => stored(room_id).filter(({ seq }) => seq < earliest.seq);
      while (before().length < count && (await store.loadOlder({ room_id })));
      const page = before().slice(-count);
      if (page.length === 0) show("This is the beginning of the conversation.");
      else {
        const events = eventsOf(room_id, page, earliest.rev);
        show(historyLines({ messages: page, events }, rooms).join("\n"));
      }
      if (here === entered) entered.earliest = page[0] ?? earliest;
    },
    leave,
  };
}

/** Resolves once a value satisfies the predicate. */
export function waitFor<T>(value: Readable<T>, predicate: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = value.subscribe((next) => {
      if (!predicate(next)) return;
      resolve();
      // The first call comes before `subscribe` has returned `stop`.
      queueMicrotask(() => {
        stop();
      });
    });
  });
}
