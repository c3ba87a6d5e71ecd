// Puts the parts together.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Chat, ChatOptions } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { ChatError } from "./errors.ts";
import type { Hold } from "./holds.ts";
import { keepAlive } from "./keep-alive.ts";
import { makeLink, type Link } from "./link.ts";
import { CHANGE_NAMES, makeOutbox, type Change } from "./outbox.ts";
import { makeReads } from "./reads.ts";
import { makeRepeat } from "./requests.ts";
import type { Room } from "./room.ts";
import { makeRooms, type Rooms } from "./rooms.ts";
import { watchSignals } from "./signals.ts";
import { makeSurroundings } from "./surroundings.ts";
import { makeCatchUp } from "./sync.ts";
import { makeTyping } from "./typing.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

/**
 * A chat that is not connected yet: listen to its events, then `connect()`. One per user, for as long as they are
 * signed in.
 *
 * @throws if the platform has no WebSocket and none is given
 */
export function createChat({ url, token, ...options }: ChatOptions): Chat {
  const around = makeSurroundings(options.timing);
  const { emitter, timers, timing, report } = around;

  /** Resolves once the latest connection has caught up; after a while also if it cannot. */
  let caughtUp: Promise<unknown> = Promise.resolve();
  const link: Link = makeLink(around, {
    ...{ url, token, WebSocket: options.WebSocket ?? platformWebSocket(), onEvent: receive },
    onOpen(connection) {
      keepAlive(connection, around, { isNeeded: () => link.current === connection, ping });
      const synced = catchUp();
      caughtUp = Promise.race([synced, timers.sleep(timing.gap).catch(report)]);
      return Promise.all([synced, discover().catch(report)]);
    },
  });
  const userId = (): string => link.userId ?? "";

  const repeat = makeRepeat(around, link);
  const rooms: Rooms = makeRooms(around, {
    userId,
    onGap: (room) => {
      if (room.status === "followed") void catchUp([room.id]);
      else void introduce(room);
    },
    onFrame: (roomId, frame) => {
      outbox.saw(frame);
      const { sender_id } = frame.data;
      if (typeof sender_id === "string") typing.stopped(roomId, sender_id);
    },
  });
  const catchUp = makeCatchUp(around, repeat, rooms);
  const { discover, ...loads } = makeReads(around, { link, repeat, rooms, catchUp });
  const outbox = makeOutbox({ link, repeat, rooms, gate: () => caughtUp });
  const typing = makeTyping(around, async (payload) => {
    const { current } = link;
    await current?.request("typing", payload).catch((error: unknown) => {
      const { code, retryable } = error as ChatError;
      if (code === "TOKEN_EXPIRED") link.expire(current);
      // Lost on the way, it is not worth a word.
      else if (!retryable) report(error);
    });
  });

  function ping(): void {
    // Unanswered, it ends the connection.
    repeat((connection) => connection.request("ping")).catch(report);
  }

  function receive(frame: ServerFrame, connection: Connection): void {
    if (frame.event !== "typing") {
      rooms.receive(frame);
      return;
    }
    const data = frame.data as EventData<"typing">;
    // While a connection replaces another, both are told.
    if (connection === link.current && data.user_id !== userId()) typing.receive(data);
  }

  /** Of a room that nobody told of: tells, if the list knows it, and begins with what is here. */
  async function introduce(room: Room): Promise<void> {
    await discover().catch(report);
    room.begin();
    room.advance();
  }

  function syncLater(): void {
    timers.after(timing.sync, () => {
      void catchUp();
      syncLater();
    });
  }

  const ask =
    <Name extends ActionName>(name: Name) =>
    async (payload?: PayloadInput<Name>): Promise<EventData<Name>> => {
      const { data } = await repeat((connection) => connection.request(name, payload));
      return data as EventData<Name>;
    };
  const change = (name: Change) => (payload: PayloadInput<Change>) => {
    if ("room_id" in payload) typing.sent(payload.room_id);
    return outbox.send(name, payload);
  };

  let watching: AbortController;
  /** Nothing is told while it is closed. */
  const silence: Hold = new Map();
  return {
    ...(Object.fromEntries(CHANGE_NAMES.map((name) => [name, change(name)])) as Pick<Chat, Change>),
    ...loads,
    messageSeen: ask("messageSeen"),
    sync: ask("sync"),
    ping: ask("ping"),
    typing: typing.tell,
    connect() {
      if (link.state !== "closed") return;
      rooms.holds.release(silence);
      watching = new AbortController();
      const signals = {
        back() {
          link.retryNow();
          // A connection that slept may be gone without anybody having noticed.
          if (link.current) ping();
        },
        gone: () => link.current?.drop(),
      };
      watchSignals(signals, watching.signal);
      syncLater();
      link.open();
    },
    close() {
      if (link.state === "closed") return;
      watching.abort();
      rooms.holds.add(silence);
      link.close();
      timers.stopAll();
    },
    on: (event, listener) => emitter.on(event, listener),
    get state() {
      return link.state;
    },
    get userId() {
      return link.userId;
    },
  };
}

function platformWebSocket(): WebSocketConstructor {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketConstructor };
  if (!WebSocket) throw new Error("This platform has no WebSocket: give one in the options.");
  return WebSocket;
}
