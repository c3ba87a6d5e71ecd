// The WebSocket that a chat gets in a tab that shares its connection with other tabs.

import type { WebSocketLike } from "../web-socket.ts";
import {
  isSameConnection,
  type Broadcast,
  type ConnectionId,
  type Request,
  type SocketId,
} from "./messages.ts";

/** The tab of a socket, which has the connection to the leader. */
export interface Tab {
  readonly id: string;
  /** How many sockets the tab has made. */
  socketCount: number;
  /** The last connection of the tab's sockets. */
  connection: ConnectionId | undefined;
  /** The sockets that are not closed. */
  readonly sockets: Set<SharedSocket>;
  /** Sends a request to the leader. */
  readonly send: (request: Request) => void;
  /** Requests a connection for a socket; takes over the leadership if the leader does not answer. */
  readonly requestConnection: (socket: SharedSocket) => void;
}

export class SharedSocket implements WebSocketLike {
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;

  readonly id: SocketId;
  readonly url: string;
  /** The connection of the socket before this one, which has expired or is lost. */
  readonly previous: ConnectionId | undefined;
  /** Whether the leader has accepted the request for a connection. */
  isAccepted = false;
  private readonly tab: Tab;
  private connection: ConnectionId | undefined;

  constructor(tab: Tab, url: string) {
    this.tab = tab;
    this.url = url;
    this.previous = tab.connection;
    this.id = `${tab.id}.${++tab.socketCount}`;
    tab.sockets.add(this);
    tab.requestConnection(this);
  }

  send(text: string): void {
    this.tab.send({ kind: "send", socket: this.id, text });
  }

  close(): void {
    if (!this.tab.sockets.delete(this)) return;
    this.tab.send({ kind: "close", socket: this.id });
    // Asynchronous, as with any WebSocket.
    setTimeout(() => this.onclose?.({ code: 1000, reason: "" } as never), 0);
  }

  receive(message: Broadcast): void {
    switch (message.kind) {
      case "elected":
        if (this.connection) this.end(1006, "Another tab has the connection now.");
        else this.tab.requestConnection(this);
        break;
      case "accepted":
        if (message.socket === this.id) this.isAccepted = true;
        break;
      case "opened":
        if (this.connection || !message.sockets.includes(this.id)) return;
        this.connection = this.tab.connection = message.connection;
        this.onopen?.({} as never);
        break;
      case "frame": {
        const { connection, to, except, text } = message;
        const isMine = to === undefined ? except !== this.id : to === this.id;
        if (isMine && isSameConnection(connection, this.connection)) {
          this.onmessage?.({ data: text } as never);
        }
        break;
      }
      case "closed":
        if (message.sockets.includes(this.id)) this.end(message.code, message.reason);
    }
  }

  private end(code: number, reason: string): void {
    if (this.tab.sockets.delete(this)) this.onclose?.({ code, reason } as never);
  }
}
