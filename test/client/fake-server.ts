// A fake server that a test controls by hand, behind the WebSocket that the client is given; it records the frames.

import { afterEach, beforeEach, vi } from "vitest";
import {
  createChat,
  type Chat,
  type ChatEvent,
  type ChatEvents,
  type ChatOptions,
} from "../../client/index.ts";
import { EVERY_EVENT } from "./seeing.ts";
import type { WebSocketLike } from "../../client/web-socket.ts";

type Data = Record<string, unknown>;
export type Sent = Data & { action: string; request_id: string };

export class FakeSocket implements WebSocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event?: never) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: URL;
  readonly sent: Sent[] = [];
  state: "connecting" | "open" | "closed" = "connecting";
  onSent: ((frame: Sent) => void) | undefined;

  constructor(url: string) {
    this.url = new URL(url);
  }

  open(): void {
    if (this.state !== "connecting") return;
    this.state = "open";
    this.onopen?.();
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Sent;
    this.sent.push(frame);
    this.onSent?.(frame);
  }

  /** Closed by the client. As on a dead network, no close frame comes back. */
  close(): void {
    this.state = "closed";
  }

  /** Ends the connection, or refuses the handshake. */
  cut(): void {
    this.state = "closed";
    this.onclose?.();
  }

  frame(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  push(event: string, data: unknown): void {
    this.frame({ event, data });
  }
  reply({ request_id }: Sent, event: string, data: unknown, more: object = {}): void {
    this.frame({ event, request_id, data, ...more });
  }
  refuse(request: Sent, code: string, details: object = {}): void {
    const retryable = ["RATE_LIMITED", "UNAVAILABLE", "INTERNAL"].includes(code);
    this.reply(request, "error", { code, message: code, retryable, ...details });
  }
  of(action: string): Sent[] {
    return this.sent.filter((frame) => frame.action === action);
  }
}

/** The replies that a fake server sends by itself; the test sends the others. */
export type Answers = Record<string, (frame: Sent, socket: FakeSocket) => void>;

const nothingMissed = (frame: Sent, socket: FakeSocket): void => {
  const rooms = frame.rooms as { room_id: string; after_rev: number }[];
  socket.reply(
    frame,
    "sync",
    rooms.map(({ room_id, after_rev: rev }) => ({
      room_id,
      events: [],
      rev,
      has_more: false,
      recovered: true,
    })),
  );
};

/** An unsigned token of a user that expires after `lifeMs`. */
export const token = (sub: string, lifeMs = 24 * 3_600_000, salt = ""): string =>
  ["", { sub, exp: (Date.now() + lifeMs) / 1_000, salt }, ""]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");

export interface Stage {
  readonly chat: Chat;
  readonly sockets: FakeSocket[];
  /** Everything emitted since the last call, as event and data. */
  take(...events: ChatEvent[]): [ChatEvent, unknown][];
  readonly answers: Answers;
  /** The newest socket. */
  latest(): FakeSocket;
  /** The newest request of an action on the newest socket. */
  asked(action: string): Sent;
  /** Opens the newest socket. The client makes it once it has a token. */
  open(): Promise<FakeSocket>;
  /** Ends the connection, if there is one, and opens the next one. */
  reconnect(): Promise<FakeSocket>;
  /** Follows these rooms, from these revs. */
  follow(rooms: Record<string, number>): Promise<void>;
}

/** Stages that are open. */
const stages = new Set<Stage>();

/** Stops time and fixes chance in each test of a file. Afterwards closes the stages and undoes stubs. */
export function freezeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
  });
  afterEach(() => {
    for (const { chat } of stages) chat.close();
    stages.clear();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}

export interface FakeServer {
  readonly sockets: FakeSocket[];
  readonly answers: Answers;
  readonly Socket: new (url: string) => FakeSocket;
}

export function fakeServer(): FakeServer {
  const sockets: FakeSocket[] = [];
  const answers: Answers = {
    sync: nothingMissed,
    ping: (frame, socket) => {
      socket.reply(frame, "pong", {});
    },
  };
  class Socket extends FakeSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
      this.onSent = (frame) => {
        queueMicrotask(() => answers[frame.action]?.(frame, this));
      };
    }
  }
  return { sockets, answers, Socket };
}

/** Ann's client on a fake server. Needs fake timers. */
export function setStage(options: Partial<ChatOptions> = {}, server = fakeServer()): Stage {
  const { sockets, answers, Socket } = server;
  const emitted: [ChatEvent, unknown][] = [];
  const chat = createChat({
    url: "wss://chat.example/live",
    token: () => token("ann"),
    WebSocket: Socket,
    // Fake sockets take no headers.
    auth: "query",
    ...options,
  });
  for (const event of EVERY_EVENT) {
    chat.on(event, (data: ChatEvents[typeof event]) => emitted.push([event, data]));
  }
  const latest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("Nothing has connected.");
    return socket;
  };
  const asked = (action: string): Sent => {
    const frame = latest().of(action).at(-1);
    if (!frame) throw new Error(`Nobody asked for ${action}.`);
    return frame;
  };
  const stage: Stage = {
    chat,
    sockets,
    answers,
    latest,
    asked,
    take(...events) {
      const taken = emitted.splice(0);
      return taken.filter(([event]) =>
        events.length > 0 ? events.includes(event) : event !== "connection" && event !== "outbox",
      );
    },
    async open() {
      chat.connect();
      await settle();
      latest().open();
      await settle();
      return latest();
    },
    async reconnect() {
      if (latest().state === "open") latest().cut();
      while (latest().state !== "connecting") await pass(250);
      latest().open();
      await settle();
      return latest();
    },
    async follow(rooms) {
      const listing = chat.connectRooms();
      await settle();
      const list = Object.entries(rooms).map(([_id, rev]) => ({ _id, rev }));
      latest().reply(asked("connectRooms"), "connectRooms", list);
      await listing;
      await settle();
    },
  };
  stages.add(stage);
  return stage;
}

/** A chat that is online, and its socket. */
export async function openStage(): Promise<{ stage: Stage; socket: FakeSocket }> {
  const stage = setStage();
  return { stage, socket: await stage.open() };
}

/** A chat that is online and follows the room `tea`; its events so far are taken. */
export async function followingTea(): Promise<{ stage: Stage; socket: FakeSocket }> {
  const { stage, socket } = await openStage();
  await stage.follow({ tea: 3 });
  stage.take();
  return { stage, socket };
}

/** Lets everything run that needs no time. */
export const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** The event of a message of bob's. */
export const message = (room_id: string, rev: number, more: object = {}): Data => ({
  room_id,
  rev,
  seq: rev,
  _id: `m${rev}`,
  sender_id: "bob",
  message: `text ${rev}`,
  ...more,
});
