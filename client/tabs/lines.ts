// The leader's side: its WebSockets, and the sockets of other tabs that share each of them.

import { CHANGES } from "../outbox-api.ts";
import type { WebSocketConstructor, WebSocketLike } from "../web-socket.ts";
import {
  isSameLine,
  tabOf,
  type Frame,
  type LineId,
  type Relay,
  type Report,
  type Request,
  type SocketId,
} from "./messages.ts";
import { makeSharedList, type SharedList } from "./shared-list.ts";
import { makeSharedSync, type SharedSync } from "./shared-sync.ts";

interface Line {
  readonly id: LineId;
  readonly socket: WebSocketLike;
  readonly sharers: Set<SocketId>;
  readonly sync: SharedSync;
  readonly list: SharedList;
  isOpen: boolean;
}

export interface Lines {
  handle(request: Request): void;
  /** A tab is gone, and its sockets with it. */
  forget(tab: string): void;
  close(): void;
}

/** Actions whose reply concerns all tabs: the server sends no push to the connection that gets the reply. */
const TOLD_TO_ALL = new Set<unknown>([...Object.keys(CHANGES), "messageSeen"]);

const CLOSED_ABNORMALLY = 1006;

export function makeLines(
  leader: string,
  WebSocket: WebSocketConstructor,
  tell: (report: Report) => void,
): Lines {
  const lines = new Set<Line>();
  let count = 0;
  /** The ids, on the line, of requests whose reply concerns all tabs. */
  const changes = new Set<string>();

  function open(url: string): Line {
    const id = { leader, number: ++count };
    const socket = new WebSocket(url);
    const relay: Relay = {
      send(frame) {
        socket.send(JSON.stringify(frame));
      },
      reply(to, frame) {
        tell({ kind: "frame", line: id, text: JSON.stringify(frame), to });
      },
    };
    const sync = makeSharedSync(relay);
    const list = makeSharedList(relay);
    const line: Line = { id, socket, sharers: new Set(), sync, list, isOpen: false };
    lines.add(line);
    line.socket.onopen = () => {
      line.isOpen = true;
      tell({ kind: "opened", line: id, sockets: [...line.sharers] });
    };
    line.socket.onmessage = ({ data }: { data: unknown }) => {
      receive(line, String(data));
    };
    line.socket.onclose = ({
      code = CLOSED_ABNORMALLY,
      reason = "",
    }: { code?: number; reason?: string } = {}) => {
      if (!lines.delete(line)) return;
      tell({ kind: "closed", sockets: [...line.sharers], code, reason });
    };
    // `onclose` follows.
    line.socket.onerror = () => undefined;
    return line;
  }

  /** A reply goes to the socket that asked, under its own id; a push goes to all. */
  function receive({ id: line, sync, list }: Line, text: string): void {
    const { request_id, ...frame } = parse(text);
    if (sync.receive(request_id, frame) || list.receive(request_id, frame)) return;
    const address = typeof request_id === "string" ? /^([^/]+)\/(.*)$/s.exec(request_id) : null;
    if (!address) {
      forgetRooms({ sync, list }, frame);
      tell({ kind: "frame", line, text });
      return;
    }
    const [, socket = "", own = ""] = address;
    tell({ kind: "frame", line, text: JSON.stringify({ ...frame, request_id: own }), to: socket });
    if (changes.delete(String(request_id)) && frame.event !== "error") {
      forgetRooms({ sync, list }, frame);
      tell({ kind: "frame", line, text: JSON.stringify(frame), except: socket });
    }
  }

  function send(line: Line, socket: SocketId, text: string): void {
    const { request_id, ...frame } = parse(text);
    if (frame.action === "sync" && Array.isArray(frame.rooms)) {
      line.sync.ask(socket, { ...frame, request_id });
      return;
    }
    if (frame.action === "connectRooms") {
      line.list.ask(socket, { ...frame, request_id });
      return;
    }
    const id = `${socket}/${String(request_id)}`;
    if (TOLD_TO_ALL.has(frame.action)) changes.add(id);
    line.socket.send(JSON.stringify({ ...frame, request_id: id }));
  }

  function leave(socket: SocketId): void {
    for (const line of lines) {
      if (!line.sharers.delete(socket) || line.sharers.size > 0) continue;
      lines.delete(line);
      line.socket.close(1000);
    }
  }

  return {
    handle(request) {
      const { socket } = request;
      if (request.kind === "close") {
        leave(socket);
        return;
      }
      const [newest] = [...lines].slice(-1);
      if (request.kind === "send") {
        const line = [...lines].find(({ sharers }) => sharers.has(socket));
        if (line?.isOpen) send(line, socket, request.text);
        return;
      }
      tell({ kind: "assigned", socket });
      // The tab asked again before it had the answer.
      if (newest?.sharers.has(socket)) return;
      const line = newest && !isSameLine(newest.id, request.had) ? newest : open(request.url);
      line.sharers.add(socket);
      if (line.isOpen) tell({ kind: "opened", line: line.id, sockets: [socket] });
    },
    forget(tab) {
      const gone = [...lines].flatMap(({ sharers }) => [...sharers]);
      for (const socket of gone) if (tabOf(socket) === tab) leave(socket);
    },
    close() {
      for (const line of lines) {
        lines.delete(line);
        line.socket.close(1000);
      }
    },
  };
}

/** `typing` does not change what a room holds. */
function forgetRooms({ sync, list }: Pick<Line, "sync" | "list">, { event, data }: Frame): void {
  if (event === "batch" && Array.isArray(data)) {
    for (const frame of data as Frame[]) forgetRooms({ sync, list }, frame);
  } else if (event !== "typing") {
    sync.forget((data as { room_id?: unknown } | null)?.room_id);
    list.forget();
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
