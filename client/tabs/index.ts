// One connection for all tabs of a user: one tab, the leader, holds it, and the others use it through a
// BroadcastChannel.
//
//     const chat = createChat({ url, token, WebSocket: shareConnection(userId) });

import { randomId } from "../changes.ts";
import type { WebSocketConstructor } from "../web-socket.ts";
import { makeConnections, type Connections } from "./connections.ts";
import { tabOf, type Broadcast, type Request } from "./messages.ts";
import { SharedSocket, type Tab } from "./shared-socket.ts";

export interface ShareOptions {
  /** Default: the platform's. */
  WebSocket?: WebSocketConstructor | undefined;
}

/** How long a leader may leave a request unanswered before another tab takes over the leadership. */
const LEADER_TIMEOUT_MS = 5_000;

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
  const never = new Promise<never>(() => undefined);
  /** Only while this tab is the leader. */
  let connections: Connections | undefined;
  /** The other tabs whose end this leader waits for. */
  let watchedTabs: Set<string>;
  let candidacy = new AbortController();

  /** This tab holds this lock while it lives: a leader that gets it knows that this tab is gone. */
  const holdsOwnLock = new Promise<void>((resolve) => {
    void locks.request(lockOf(id), () => {
      resolve();
      return never;
    });
  });

  function broadcast(message: Broadcast): void {
    channel.postMessage(message);
    receive(message);
  }

  function receive(message: Broadcast): void {
    for (const socket of [...tab.sockets]) socket.receive(message);
  }

  /** Does nothing unless this tab is the leader. */
  function handle(request: Request): void {
    if (!connections) return;
    const other = tabOf(request.socket);
    if (!watchedTabs.has(other)) {
      watchedTabs.add(other);
      const current = connections;
      // A tab never gets its own lock.
      void locks.request(lockOf(other), () => {
        current.removeTab(other);
        watchedTabs.delete(other);
      });
    }
    connections.handle(request);
  }

  function lead(): Promise<never> {
    const leader = randomId().slice(0, 8);
    watchedTabs = new Set();
    connections = makeConnections(leader, WebSocket, broadcast);
    broadcast({ kind: "elected", leader });
    return never;
  }

  /** Waits for the leadership, or takes it over at once, and waits again after each loss. Replaces an earlier call. */
  async function campaign({ steal }: { steal: boolean }): Promise<void> {
    candidacy.abort();
    candidacy = new AbortController();
    const { signal } = candidacy;
    for (let options: LockOptions = steal ? { steal } : { signal }; ; options = { signal }) {
      try {
        await locks.request(lockOf("leader"), options, lead);
      } catch {
        if (signal.aborted) return;
        // This leader was silent for too long, and another tab took over.
        connections?.close();
        connections = undefined;
      }
    }
  }

  channel.onmessage = ({ data }: MessageEvent<Request | Broadcast>) => {
    if (data.kind === "open" || data.kind === "send" || data.kind === "close") handle(data);
    else receive(data);
  };

  const tab: Tab = {
    id,
    socketCount: 0,
    connection: undefined,
    sockets: new Set(),
    send(request) {
      if (connections) handle(request);
      else channel.postMessage(request);
    },
    requestConnection(socket) {
      socket.isAccepted = false;
      const { id: socketId, url, previous } = socket;
      void holdsOwnLock.then(() => {
        tab.send({ kind: "open", socket: socketId, url, previous });
      });
      setTimeout(() => {
        if (tab.sockets.has(socket) && !socket.isAccepted && !connections) {
          void campaign({ steal: true });
        }
      }, LEADER_TIMEOUT_MS);
    },
  };
  void campaign({ steal: false });
  return tab;
}
