// The room that the user is in: its history when they enter it, and page by page what is before that.
import type { ChatStore, HistoryEvent, MessagesView, Readable } from "../client/store/index.ts";
import { historyLines } from "./history.ts";
import { errorLine } from "./lines.ts";
import type { Rooms } from "./rooms.ts";

export interface View {
  readonly room_id: string | undefined;
  /** Whether the history is on its way, with which everything is shown that comes meanwhile. */
  readonly isLoading: boolean;
  /**
   * Goes to a room, and shows the end of its history, from the first unread message on if there are no more than a page.
   * Resolves once that is shown, or the user has gone on to another room.
   *
   * @param line what to tell of the room, after its number and name
   */
  enter(room_id: string, line?: string): Promise<void>;
  /** Resolves once whatever was entered last is shown. */
  entered(): Promise<void>;
  /** Shows up to `count` messages, or a page, before the earliest that was shown. @throws ChatError */
  showOlder(count: number | undefined): Promise<void>;
  /** Goes nowhere else. */
  leave(): void;
}

/** How many messages are shown at once. */
const PAGE = 20;
const NOWHERE: Start = { seq: 0, rev: 0 };

/** Where what is shown begins. */
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

  /** What happened from a page's first message on, up to `end`; before the very first message too. */
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
    const place = here;
    await once(store.messages({ room_id }), ({ status }) => ["loaded", "failed"].includes(status));
    if (!place || here !== place) return;
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
      const place = here;
      if (!place) return;
      const { room_id, earliest = NOWHERE } = place;
      const before = (): readonly Sent[] => stored(room_id).filter(({ seq }) => seq < earliest.seq);
      while (before().length < count && (await store.loadOlder({ room_id })));
      const page = before().slice(-count);
      if (page.length === 0) show("This is the beginning of the conversation.");
      else {
        const events = eventsOf(room_id, page, earliest.rev);
        show(historyLines({ messages: page, events }, rooms).join("\n"));
      }
      if (here === place) place.earliest = page[0] ?? earliest;
    },
    leave,
  };
}

/** Resolves once a value is as it is waited for. */
export function once<T>(value: Readable<T>, isIt: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = value.subscribe((next) => {
      if (!isIt(next)) return;
      resolve();
      // It may be so from the start, when there is nothing to stop yet.
      queueMicrotask(() => {
        stop();
      });
    });
  });
}
