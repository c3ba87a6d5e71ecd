// One connection for all tabs of a user: one tab, the leader, holds it, and the others use it through a
// BroadcastChannel.
//
//     const chat = createChat({ url, token, WebSocket: shareConnection(userId) });

import { randomId } from "../changes.ts";
import type { WebSocketConstructor } from "../web-socket.ts";
import { makeLines, type Lines } from "./lines.ts";
import { tabOf, type Report, type Request } from "./messages.ts";
import { SharedSocket, type Tab } from "./shared-socket.ts";

export interface ShareOptions {
  /** Default: the platform's. */
  WebSocket?: WebSocketConstructor | undefined;
}

/** How long a leader may leave a request unanswered before another tab takes over. */
const SILENCE_MS = 5_000;

/**
 * A WebSocket for `createChat` that is shared by all tabs, windows and workers of a site that pass the same name: the
 * user's id and, if a site has several servers, the server's. Each chat keeps its own state; an answer of `sync` and
 * `connectRooms` serves all of them. The first tab holds the connection; when it closes, another takes over, and all
 * chats reconnect and catch up.
 *
 * Without Web Locks or BroadcastChannel (as over plain HTTP), each tab has its own connection.
 *
 * @throws TypeError if there is no WebSocket
 */
export function shareConnection(name: string, options: ShareOptions = {}): WebSocketConstructor {
  const platform = globalThis as {
    WebSocket?: WebSocketConstructor;
    navigator?: { locks?: LockManager };
    BroadcastChannel?: typeof BroadcastChannel;
  };
  const WebSocket = options.WebSocket ?? platform.WebSocket;
  if (!WebSocket) throw new TypeError("This platform has no WebSocket: give one in the options.");
  const { locks } = platform.navigator ?? {};
  if (!locks || !platform.BroadcastChannel) return WebSocket;
  const join = (): Tab => makeTab(name, WebSocket, locks);
  let tab: Tab | undefined;
  return class extends SharedSocket {
    constructor(url: string) {
      super((tab ??= join()), url);
    }
  };
}

function makeTab(name: string, WebSocket: WebSocketConstructor, locks: LockManager): Tab {
  const id = randomId().slice(0, 8);
  const channel = new BroadcastChannel(`parley ${name}`);
  const lockOf = (what: string): string => `parley ${name} ${what}`;
  const forEver = new Promise<never>(() => undefined);
  let lines: Lines | undefined;
  let watched: Set<string>;
  /** Leaves the queue for the leadership. */
  let leaveQueue = new AbortController();

  /** This tab holds this lock while it lives: another tab that gets it knows that this one is gone. */
  const present = new Promise<void>((resolve) => {
    void locks.request(lockOf(id), () => {
      resolve();
      return forEver;
    });
  });

  function tell(report: Report): void {
    channel.postMessage(report);
    hear(report);
  }

  function hear(report: Report): void {
    for (const socket of [...tab.live]) socket.receive(report);
  }

  function handle(request: Request): void {
    if (!lines) return;
    const other = tabOf(request.socket);
    if (!watched.has(other)) {
      watched.add(other);
      const current = lines;
      // A tab never gets its own lock.
      void locks.request(lockOf(other), () => {
        current.forget(other);
        watched.delete(other);
      });
    }
    lines.handle(request);
  }

  function lead(): Promise<never> {
    const leader = randomId().slice(0, 8);
    watched = new Set();
    lines = makeLines(leader, WebSocket, tell);
    tell({ kind: "leading", leader });
    return forEver;
  }

  async function stand(options: LockOptions): Promise<void> {
    leaveQueue.abort();
    leaveQueue = new AbortController();
    const { signal } = leaveQueue;
    try {
      await locks.request(lockOf("leader"), options.steal ? options : { signal }, lead);
    } catch {
      if (signal.aborted) return;
      // This leader was silent for too long, and another tab took over.
      lines?.close();
      lines = undefined;
      void stand({});
    }
  }

  channel.onmessage = ({ data }: MessageEvent<Request | Report>) => {
    if (data.kind === "open" || data.kind === "send" || data.kind === "close") handle(data);
    else hear(data);
  };

  const tab: Tab = {
    id,
    sockets: 0,
    line: undefined,
    live: new Set(),
    request(request) {
      if (lines) handle(request);
      else channel.postMessage(request);
    },
    ask(socket) {
      socket.isAssigned = false;
      void present.then(() => {
        tab.request({ kind: "open", socket: socket.id, url: socket.url, had: socket.had });
      });
      setTimeout(() => {
        if (tab.live.has(socket) && !socket.isAssigned && !lines) void stand({ steal: true });
      }, SILENCE_MS);
    },
  };
  void stand({});
  return tab;
}
