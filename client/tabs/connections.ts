// The leader's connections to the server, and the sockets of all tabs that share each of them.

import { CHANGES } from "../outbox-api.ts";
import type { WebSocketConstructor, WebSocketLike } from "../web-socket.ts";
import {
  isSameConnection,
  tabOf,
  type Broadcast,
  type ConnectionId,
  type Frame,
  type Relay,
  type Request,
  type SocketId,
} from "./messages.ts";
import { makeSharedList, type SharedList } from "./shared-list.ts";
import { makeSharedSync, type SharedSync } from "./shared-sync.ts";

interface Connection {
  readonly id: ConnectionId;
  readonly webSocket: WebSocketLike;
  readonly sockets: Set<SocketId>;
  readonly sync: SharedSync;
  readonly list: SharedList;
  isOpen: boolean;
}

export interface Connections {
  handle(request: Request): void;
  /** A tab is gone: removes its sockets. */
  removeTab(tab: string): void;
  close(): void;
}

/** Actions whose reply concerns all tabs: the server sends no push to the connection that gets the reply. */
const REPLIES_TO_ALL = new Set<unknown>([...Object.keys(CHANGES), "messageSeen"]);

const CLOSED_ABNORMALLY = 1006;

export function makeConnections(
  leader: string,
  WebSocket: WebSocketConstructor,
  broadcast: (message: Broadcast) => void,
): Connections {
  const connections = new Set<Connection>();
  let count = 0;
  /** The ids, on the connection, of requests whose reply concerns all tabs. */
  const repliesToAll = new Set<string>();

  function open(url: string): Connection {
    const id = { leader, number: ++count };
    const webSocket = new WebSocket(url);
    const relay: Relay = {
      send(frame) {
        webSocket.send(JSON.stringify(frame));
      },
      reply(to, frame) {
        broadcast({ kind: "frame", connection: id, text: JSON.stringify(frame), to });
      },
    };
    const sync = makeSharedSync(relay);
    const list = makeSharedList(relay);
    const connection: Connection = { id, webSocket, sockets: new Set(), sync, list, isOpen: false };
    connections.add(connection);
    webSocket.onopen = () => {
      connection.isOpen = true;
      broadcast({ kind: "opened", connection: id, sockets: [...connection.sockets] });
    };
    webSocket.onmessage = ({ data }: { data: unknown }) => {
      receive(connection, String(data));
    };
    webSocket.onclose = ({
      code = CLOSED_ABNORMALLY,
      reason = "",
    }: { code?: number; reason?: string } = {}) => {
      if (!connections.delete(connection)) return;
      broadcast({ kind: "closed", sockets: [...connection.sockets], code, reason });
    };
    // `onclose` follows.
    webSocket.onerror = () => undefined;
    return connection;
  }

  /** Sends a reply to the socket that made the request, under the socket's own request id, and a push to all. */
  function receive({ id: connection, sync, list }: Connection, text: string): void {
    const { request_id, ...frame } = parse(text);
    if (sync.receive(request_id, frame) || list.receive(request_id, frame)) return;
    const address = typeof request_id === "string" ? /^([^/]+)\/(.*)$/s.exec(request_id) : null;
    if (!address) {
      invalidate({ sync, list }, frame);
      broadcast({ kind: "frame", connection, text });
      return;
    }
    const [, to = "", own = ""] = address;
    const reply = JSON.stringify({ ...frame, request_id: own });
    broadcast({ kind: "frame", connection, text: reply, to });
    if (repliesToAll.delete(String(request_id)) && frame.event !== "error") {
      invalidate({ sync, list }, frame);
      broadcast({ kind: "frame", connection, text: JSON.stringify(frame), except: to });
    }
  }

  function send({ webSocket, sync, list }: Connection, socket: SocketId, text: string): void {
    const { request_id, ...frame } = parse(text);
    if (frame.action === "sync" && Array.isArray(frame.rooms)) {
      sync.request(socket, { ...frame, request_id });
      return;
    }
    if (frame.action === "connectRooms") {
      list.request(socket, { ...frame, request_id });
      return;
    }
    const id = `${socket}/${String(request_id)}`;
    if (REPLIES_TO_ALL.has(frame.action)) repliesToAll.add(id);
    webSocket.send(JSON.stringify({ ...frame, request_id: id }));
  }

  /** Closes a connection with its last socket. */
  function removeSocket(socket: SocketId): void {
    for (const connection of connections) {
      if (!connection.sockets.delete(socket) || connection.sockets.size > 0) continue;
      connections.delete(connection);
      connection.webSocket.close(1000);
    }
  }

  return {
    handle(request) {
      const { socket } = request;
      if (request.kind === "close") {
        removeSocket(socket);
        return;
      }
      const [newest] = [...connections].slice(-1);
      if (request.kind === "send") {
        const connection = [...connections].find(({ sockets }) => sockets.has(socket));
        if (connection?.isOpen) send(connection, socket, request.text);
        return;
      }
      broadcast({ kind: "accepted", socket });
      // The tab repeated its request before it received the answer.
      if (newest?.sockets.has(socket)) return;
      const connection =
        newest && !isSameConnection(newest.id, request.previous) ? newest : open(request.url);
      connection.sockets.add(socket);
      if (connection.isOpen) {
        broadcast({ kind: "opened", connection: connection.id, sockets: [socket] });
      }
    },
    removeTab(tab) {
      const all = [...connections].flatMap(({ sockets }) => [...sockets]);
      for (const socket of all) if (tabOf(socket) === tab) removeSocket(socket);
    },
    close() {
      for (const connection of connections) {
        connections.delete(connection);
        connection.webSocket.close(1000);
      }
    },
  };
}

/** Drops the cached answers that a frame makes out of date. `typing` changes nothing that a room stores. */
function invalidate(
  { sync, list }: Pick<Connection, "sync" | "list">,
  { event, data }: Frame,
): void {
  if (event === "batch" && Array.isArray(data)) {
    for (const frame of data as Frame[]) invalidate({ sync, list }, frame);
  } else if (event !== "typing") {
    sync.invalidate((data as { room_id?: unknown } | null)?.room_id);
    list.invalidate();
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const frame = JSON.parse(text) as Record<string, unknown> | null;
    return frame ?? {};
  } catch {
    return {};
  }
}
