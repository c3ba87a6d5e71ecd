// A user's session: typed lines become requests, events become lines.
import { createChat, type ChatError, type ConnectionChange } from "../client/index.ts";
import { createChatStore } from "../client/store/index.ts";
import type { Settings } from "./arguments.ts";
import { HELP, parseCommand, type Command } from "./commands.ts";
import { completer, type Completion } from "./completion.ts";
import { errorLine, roomList } from "./lines.ts";
import { showEvents } from "./events.ts";
import { printable } from "./printable.ts";
import { makeRequests, CommandError } from "./requests.ts";
import { makeRooms } from "./rooms.ts";
import { makeWaitUntilShown } from "./wait-until-shown.ts";
import { getToken, userIdOf } from "./token.ts";
import { makeView, waitFor } from "./view.ts";
import { makeWire } from "./wire.ts";

/** The connection failed for good; `message` gives the reason in one line. */
export class ConnectionError extends Error {
  override name = "ConnectionError";
}

export interface SessionOptions {
  readonly settings: Settings;
  readonly show: (text: string) => void;
  /** The prompt has changed. */
  readonly onPrompt?: () => void;
}

export interface Session {
  /** Connects, lists the rooms, and enters the first one. @throws ConnectionError */
  open(): Promise<void>;
  /** Rejects with ConnectionError once the connection is lost for good. */
  readonly lost: Promise<never>;
  /**
   * Executes a typed line. Resolves once the answer is shown, or after 10 s: then the request continues in the
   * background. Resolves to false for `/quit`.
   */
  execute(line: string): Promise<boolean>;
  /** `(2 unread) bob> `: the number of unread messages in other rooms, and the current room. */
  readonly prompt: () => string;
  readonly complete: (line: string) => Completion;
  /** Closes the session. Returns how many changes the server has not confirmed. */
  close(): number;
}

const ANSWER_TIMEOUT_MS = 10_000;

/** @throws UsageError if the settings name no user */
export function makeSession({ settings, show, onPrompt }: SessionOptions): Session {
  const userId = userIdOf(settings);
  const firstName = settings.kind === "local" ? settings.name : undefined;
  const wire = makeWire(settings.webSocketUrl);
  const chat = createChat({
    url: settings.webSocketUrl,
    token: () => getToken(settings),
    WebSocket: wire.WebSocket,
  });
  const store = createChatStore(chat, { first_name: firstName });
  if (firstName !== undefined) store.suggestName(userId, firstName);
  const rooms = makeRooms(store);
  const view = makeView(store, rooms, show);
  /** The ids of messages and groups that this session creates; their room is entered once it is known. */
  const toEnter = new Set<string>();
  let wasOnline = false;
  /** Whether the lost connection has been shown. */
  let isOffline = false;
  let isSendingRaw = false;
  let lose: (error: ConnectionError) => void;
  const lost = new Promise<never>((_resolve, reject) => {
    lose = reject;
  });
  // A caller that does not await it ignores the failure.
  lost.catch(() => undefined);

  showEvents({
    chat,
    rooms,
    show,
    current: () => view.room_id,
    isLoading: (room_id) => room_id === view.room_id && view.isLoading,
    onRoom(room_id, id, line) {
      const isNew = !rooms.isNumbered(room_id);
      const isOwn = toEnter.has(id);
      const isElsewhere = view.room_id !== room_id;
      if (isElsewhere && (isOwn || (isNew && view.room_id === undefined))) {
        void view.enter(room_id, line);
      } else if (isNew) show(`New: room ${rooms.number(room_id)}, ${rooms.title(room_id)}${line}`);
    },
    onGone(room_id) {
      if (view.room_id === room_id) view.leave();
      onPrompt?.();
    },
  });
  const waitUntilShown = makeWaitUntilShown(chat);
  const executeRequest = makeRequests({
    chat,
    store,
    rooms,
    view,
    show,
    firstName,
    waitUntilShown,
    toEnter,
  });
  chat.on("connection", onConnection);
  chat.on("error", (error) => {
    // Errors that the client retries show as a lost connection. The answer to a raw frame is shown unchanged.
    if (chat.state === "closed" || isSendingRaw) return;
    if (!error.retryable || error.code === "UNREACHABLE") show(errorLine(error));
  });
  store.unread.subscribe(() => onPrompt?.());

  function onConnection(change: ConnectionChange): void {
    const { state, reason, attempt } = change;
    const isHopeless = !wasOnline || wire.failure?.isFinal === true;
    if (state === "closed" && reason !== "close") lose(new ConnectionError(reasonOf(change)));
    if (state === "offline" && isHopeless) {
      lose(new ConnectionError(reasonOf(change)));
      chat.close();
    } else if (state === "offline" && attempt > 1 && !isOffline) {
      isOffline = true;
      show(`${reasonOf(change)} What you write goes out when the connection is back.`);
    }
    if (state === "online") {
      wasOnline = true;
      if (isOffline) show("Connected again.");
      isOffline = false;
    }
  }

  function reasonOf({ error, reason, code }: ConnectionChange): string {
    if (error?.cause instanceof Error) return error.cause.message;
    if (error) return error.message;
    if (reason === "handshake" && wire.failure) return wire.failure.message;
    if (reason === "timeout") return `${settings.webSocketUrl} does not answer.`;
    return `The connection is lost${code === undefined ? "" : ` (${code})`}.`;
  }

  /** Sends a frame once and unchanged: it is unknown whether it may be repeated. */
  async function sendRaw(text: string): Promise<void> {
    await chat.ready();
    isSendingRaw = true;
    try {
      const answer = await wire.exchange(text);
      show(
        answer === undefined ? "! No answer. Whether it was done is not known." : printable(answer),
      );
    } finally {
      isSendingRaw = false;
    }
  }

  /** A command shows that the user looks at the room. Sending moves the mark by itself; `/seen` names a message. */
  function markRead({ kind }: Command): void {
    const { room_id } = view;
    if (room_id === undefined || view.isLoading) return;
    if (!["say", "seen", "raw", "nothing"].includes(kind)) store.markRead(room_id);
  }

  async function perform(command: Exclude<Command, { kind: "quit" }>): Promise<void> {
    markRead(command);
    try {
      if (command.kind === "help") show(HELP);
      else if (command.kind === "invalid") show(command.message);
      else if (command.kind === "raw") await sendRaw(command.text);
      else if (command.kind !== "nothing") await executeRequest(command);
    } catch (error) {
      if (error instanceof CommandError) show(error.message);
      else if (!isChatError(error)) throw error;
      else if (error.code !== "CLOSED") show(errorLine(error));
    }
  }

  return {
    lost,
    async open() {
      chat.connect();
      const listed = waitFor(store.rooms, ({ status }) => ["loaded", "failed"].includes(status));
      await Promise.race([listed, lost]);
      const { error, rooms: list } = store.rooms.get();
      if (error) show(errorLine(error));
      rooms.numberAll();
      show(roomList(list, list[0]?.room_id, rooms));
      const [first] = list;
      if (!first || view.room_id !== undefined) return;
      await Promise.race([view.enter(first.room_id), lost]);
      store.markRead(first.room_id);
    },
    async execute(line) {
      const command = parseCommand(line);
      if (command.kind === "quit") return false;
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          show("There is no answer yet. You can go on: it is shown when it comes.");
          resolve();
        }, ANSWER_TIMEOUT_MS);
      });
      await Promise.race([perform(command), timeout]);
      clearTimeout(timer);
      return true;
    },
    prompt() {
      const here = view.room_id;
      const unreadHere = here === undefined ? 0 : (store.room(here).get()?.unread_count ?? 0);
      const elsewhere = store.unread.get() - unreadHere;
      const marks = [isOffline && "offline", elsewhere > 0 && `${elsewhere} unread`].filter(
        Boolean,
      );
      const start = marks.length > 0 ? `(${marks.join(", ")}) ` : "";
      return `${start}${here === undefined ? printable(userId) : rooms.title(here)}> `;
    },
    complete: completer(store, rooms, userId),
    close() {
      const unconfirmed = chat.outbox.list().length;
      chat.close();
      store.destroy();
      return unconfirmed;
    },
  };
}

const isChatError = (error: unknown): error is ChatError =>
  error instanceof Error && error.name === "ChatError";
