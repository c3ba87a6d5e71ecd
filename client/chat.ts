// Puts the parts together.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Chat, ChatEvents, ChatOptions } from "./api.ts";
import type { Connection } from "./connection.ts";
import { Emitter } from "./emitter.ts";
import type { ChatError } from "./errors.ts";
import { keepAlive } from "./keep-alive.ts";
import { Link } from "./link.ts";
import { CHANGE_NAMES, Outbox, type Change } from "./outbox.ts";
import { Reads } from "./reads.ts";
import { Requests } from "./requests.ts";
import { Rooms } from "./rooms.ts";
import { watchSignals } from "./signals.ts";
import { Sync } from "./sync.ts";
import { Timers } from "./timers.ts";
import { API_GATEWAY } from "./timing.ts";
import { Typing } from "./typing.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

/**
 * A chat that is not connected yet: listen to its events, then `connect()`. One per user, for as long as they are
 * signed in.
 *
 * @throws if the platform has no WebSocket and none is given
 */
export function createChat(options: ChatOptions): Chat {
  const timing = { ...API_GATEWAY, ...options.timing };
  const emitter = new Emitter<ChatEvents>();
  const timers = new Timers();
  const onError = (error: ChatError): void => {
    if (error.code !== "CLOSED") emitter.emit("error", error);
  };

  /** Resolves once the latest connection has caught up; after a while also if it cannot. */
  let caughtUp: Promise<unknown> = Promise.resolve();
  const link = new Link({
    ...{ url: options.url, token: options.token, timing, timers, onError },
    WebSocket: options.WebSocket ?? platformWebSocket(),
    onEvent: receive,
    onOpen(connection) {
      const isNeeded = (): boolean => link.current === connection;
      keepAlive(connection, { timers, idleMs: timing.ping, isNeeded, ping });
      const sync = catchUp();
      const patience = timers.sleep(timing.gap).catch(() => undefined);
      caughtUp = Promise.race([sync, patience]);
      return sync;
    },
    onState: (state) => {
      emitter.emit("state", state);
    },
  });
  const userId = (): string => link.userId ?? "";

  const requests = new Requests(link, timers, timing);
  const rooms: Rooms = new Rooms({
    ...{ timers, emitter, userId, gapMs: timing.gap },
    onGap: (room) => {
      if (room.status === "followed") return void sync.catchUp([room.id]);
      void reads
        .discover()
        .catch(onError)
        .then(() => {
          room.begin();
          room.advance();
        });
    },
    onFrame: (roomId, frame) => {
      outbox.saw(roomId, frame);
      const { sender_id } = frame.data;
      if (typeof sender_id === "string") typing.stopped(roomId, sender_id);
    },
  });
  const sync = new Sync(requests, rooms, onError);
  const reads = new Reads({
    ...{ requests, rooms, sync, timers, patienceMs: timing.gap },
    onRoom: (room) => {
      emitter.emit("room", room);
    },
  });
  const outbox = new Outbox({
    ...{ requests, userId },
    newest: (roomId) => rooms.get(roomId).newest,
    gate: () => caughtUp,
  });
  const typing = new Typing({
    ...{ timers, timing },
    async send(payload) {
      const { current } = link;
      await current?.request("typing", payload).catch((error: unknown) => {
        const { code, retryable } = error as ChatError;
        if (code === "TOKEN_EXPIRED") link.expire(current);
        // Lost on the way, it is not worth a word.
        else if (!retryable) onError(error as ChatError);
      });
    },
    onTyping: (data) => {
      emitter.emit("typing", data);
    },
    onStopped: (data) => {
      emitter.emit("typing_stopped", data);
    },
  });

  function ping(): void {
    // Unanswered, it ends the connection.
    requests.repeat((connection) => connection.request("ping")).catch(onError);
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

  async function catchUp(): Promise<void> {
    await Promise.all([sync.catchUp(), reads.discover().catch(onError)]);
  }

  function syncLater(): void {
    timers.after(timing.sync, () => {
      void sync.catchUp();
      syncLater();
    });
  }

  const ask =
    <Name extends ActionName>(name: Name) =>
    async (payload?: PayloadInput<Name>): Promise<EventData<Name>> => {
      const { data } = await requests.repeat((connection) => connection.request(name, payload));
      return data as EventData<Name>;
    };
  const change = (name: Change) => (payload: PayloadInput<Change>) => {
    if ("room_id" in payload) typing.sent(payload.room_id);
    return outbox.send(name, payload);
  };

  let unwatch: (() => void) | undefined;
  return {
    ...(Object.fromEntries(CHANGE_NAMES.map((name) => [name, change(name)])) as Pick<Chat, Change>),
    connectRooms: (payload) => reads.connectRooms(payload),
    getMessages: (payload) => reads.getMessages(payload),
    getPins: (payload) => reads.getPins(payload),
    getMembers: (payload) => reads.getMembers(payload),
    messageSeen: ask("messageSeen"),
    sync: ask("sync"),
    ping: ask("ping"),
    typing: (payload) => typing.tell(payload),
    connect() {
      if (link.state !== "closed") return;
      unwatch = watchSignals({
        back() {
          link.retryNow();
          // A connection that slept may be gone without anybody having noticed.
          if (link.current) ping();
        },
        gone: () => link.current?.drop(),
      });
      syncLater();
      link.open();
    },
    close() {
      unwatch?.();
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
