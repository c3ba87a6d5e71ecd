// Creates a chat client from its parts.

import type { ActionName, EventData, PayloadInput } from "../protocol/actions.ts";
import type { ListedRoom } from "../protocol/connect-rooms.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { RoomData } from "../protocol/room.ts";
import type { Chat, RequestOptions } from "./api.ts";
import { makeConversations } from "./changes.ts";
import { makeConnection, type Connection } from "./connection.ts";
import { makeContext } from "./context.ts";
import { makeDiscovery } from "./discovery.ts";
import type { ChatError } from "./errors.ts";
import { makeHandshake } from "./handshake.ts";
import { makeHeartbeat } from "./heartbeat.ts";
import { makeLoads } from "./loads.ts";
import type { ChatOptions } from "./options.ts";
import { CHANGES, type Change } from "./outbox-api.ts";
import { makeOutbox, type Outbox } from "./outbox.ts";
import { makeReadiness } from "./readiness.ts";
import { makeRepeat } from "./requests.ts";
import type { Room } from "./room.ts";
import { makeRooms, type Rooms } from "./rooms.ts";
import { makeSeen } from "./seen.ts";
import { watchSignals } from "./signals.ts";
import { makeCatchUp } from "./sync.ts";
import type { Transport } from "./transport.ts";
import { makeTyping } from "./typing.ts";

/** At most this many rooms fit into one `sync`. */
const FEW_ROOMS = 50;

/**
 * Creates a chat that is not connected yet: add listeners, then call `connect()`. Create one per user, for as long as
 * they are signed in.
 *
 * @throws TypeError if the URL is invalid, a time is not positive, or there is no WebSocket
 */
export function createChat(options: ChatOptions): Chat {
  const context = makeContext(options);
  const { timers, timing, report } = context;
  const userId = (): string | undefined => connection.userId;

  const connection: Connection = makeConnection(context, {
    url: options.url,
    token: options.token,
    shouldReconnect: options.shouldReconnect,
    handshake: makeHandshake(options),
    onEvent: receive,
    onOpen,
    onClose,
  });
  const repeat = makeRepeat(context, connection);
  const heartbeat = makeHeartbeat(context, connection);
  const conversations = makeConversations(userId);
  const rooms: Rooms = makeRooms(context, {
    userId,
    onGap: (room) => {
      if (room.status === "followed") void catchUp([room.id]);
      else void discoverRoom(room);
    },
    onFrame: (roomId, frame) => {
      outbox.receive(frame);
      const { sender_id, user_id, room } = frame.data;
      if (frame.event === "conversation") conversations.add(room as RoomData);
      const typist = frame.event === "member_removed" ? user_id : sender_id;
      if (typeof typist === "string") typing.stopped(roomId, typist);
    },
  });
  const catchUp = makeCatchUp(context, repeat, rooms);
  const addConversations = (list: readonly ListedRoom[]): void => {
    list.forEach(conversations.add);
  };
  const discovery = makeDiscovery(context, { repeat, rooms, catchUp, onList: addConversations });
  const loads = makeLoads(context, {
    repeat,
    rooms,
    catchUp,
    onList(list, isWhole) {
      addConversations(list);
      discovery.listed(isWhole);
    },
  });
  const outbox: Outbox = makeOutbox(context, {
    connection,
    repeat,
    rooms,
    conversations,
    follow,
    persister: options.outbox,
    gate: (roomId) => Promise.race([catchUp.first(roomId), timers.sleep(timing.gap)]),
  });
  const readiness = makeReadiness(context, connection);
  const typing = makeTyping(context, async (payload) => {
    const { current } = connection;
    await current?.request("typing", payload).catch((error: unknown) => {
      const { code, retryable } = error as ChatError;
      if (code === "TOKEN_EXPIRED") connection.expire(current);
      // A lost `typing` is not worth an error.
      else if (!retryable) report(error);
    });
  });

  function onOpen(transport: Transport): Promise<unknown> {
    heartbeat.ping();
    const known = Promise.all([catchUp(rooms.followed()), discovery.discover()]);
    return known.then(() => {
      readiness.caughtUp(transport);
    });
  }

  let unwatch = (): void => undefined;
  /** Ends the pause of delivery that lasts while the chat is closed. */
  let resume = (): void => undefined;
  function onClose(error: ChatError): void {
    unwatch();
    resume = rooms.pause();
    outbox.close(error);
    timers.stopAll();
  }

  function receive(frame: ServerFrame, transport: Transport): void {
    if (frame.event !== "typing") {
      rooms.receive(frame);
      return;
    }
    const data = frame.data as EventData<"typing"> | undefined;
    if (!data || data.user_id === userId()) return;
    // While one connection replaces another, both receive `typing`. A late frame may arrive after the user's removal.
    if (transport === connection.current && rooms.get(data.room_id).status !== "left")
      typing.receive(data);
  }

  /** For a room that was never announced: emits it if the list has it, then delivers its buffered events. */
  async function discoverRoom(room: Room): Promise<void> {
    // If the list cannot be read now, the room is emitted once it can.
    if (!(await discovery.discover())) return;
    room.begin();
    room.advance();
  }

  function syncLater(): void {
    timers.after(timing.sync, () => {
      const followed = rooms.followed();
      // With many rooms, the list shows which of them have missed events.
      if (followed.length > FEW_ROOMS && discovery.isListing) void discovery.discover();
      else void catchUp(followed);
      syncLater();
    });
  }

  function follow(roomId: string, rev: number): void {
    const room = rooms.get(roomId);
    if (room.status !== "unknown") return;
    room.follow(rev);
    if (connection.current) void catchUp([roomId]);
  }

  const act =
    <Name extends ActionName>(name: Name) =>
    async (payload?: PayloadInput<Name>, request?: RequestOptions): Promise<EventData<Name>> => {
      const { data } = await repeat((transport) => transport.request(name, payload), request);
      return data as EventData<Name>;
    };
  const change = (name: Change) => (payload: PayloadInput<Change>, request?: RequestOptions) =>
    outbox.send(name, payload, request);
  context.emitter.on("outbox", ({ change: step, entry: { payload } }) => {
    if (step === "added" && "room_id" in payload) typing.sent(payload.room_id);
  });
  const changes = Object.keys(CHANGES).map((name) => [name, change(name as Change)] as const);

  return {
    ...(Object.fromEntries(changes) as unknown as Pick<Chat, Change>),
    ...loads,
    outbox,
    follow,
    typing: typing.send,
    ready: readiness.ready,
    messageSeen: makeSeen(context, (id) => rooms.get(id).isLarge, act("messageSeen")),
    createUpload: act("createUpload"),
    getDownload: act("getDownload"),
    sync: act("sync"),
    ping: act("ping"),
    check: heartbeat.check,
    connect() {
      if (connection.state !== "closed") return;
      resume();
      unwatch = watchSignals({
        back: heartbeat.check,
        gone: () => connection.current?.terminate({ reason: "network" }),
      });
      heartbeat.start();
      syncLater();
      void outbox.restore();
      connection.open();
    },
    close: connection.close,
    on: context.emitter.on,
    get state() {
      return connection.state;
    },
    get userId() {
      return connection.userId;
    },
  };
}
