// One connection for all tabs of a user: one tab has it, and the others send and hear over that one.
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

/** How long a leader may say nothing to a tab that asks, before the tab takes its place. */
const SILENCE_MS = 5_000;

/**
 * A WebSocket for `createChat` that all tabs, windows and workers of a site share which give the same name: that of the
 * user and, where a site has several, the server. Each chat stays whole, with a state of its own; what one of them has
 * asked `sync` and `connectRooms` is answered to the others too. The tab that was there first has the connection; when it
 * goes, another takes over, and all chats reconnect and catch up.
 *
 * Where the platform cannot (no Web Locks or BroadcastChannel, as over plain HTTP), each tab has a connection of its own.
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
  /** To be in the queue for the leadership no more. */
  let leaveQueue = new AbortController();

  /** While this tab lives, it has this lock: whoever gets it knows that it is gone. */
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
      // Of this tab itself it is never granted.
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
      // This one was silent for too long, and another has taken its place.
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
