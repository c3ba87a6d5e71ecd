// The WebSocket that a chat gets in a tab that shares one with others.

import type { WebSocketLike } from "../web-socket.ts";
import { isSameLine, type LineId, type Report, type Request, type SocketId } from "./messages.ts";

/** What a socket needs of its tab. */
export interface Tab {
  readonly id: string;
  /** Counts the tab's sockets. */
  sockets: number;
  /** The last line of the tab's sockets. */
  line: LineId | undefined;
  readonly live: Set<SharedSocket>;
  /** Sends a request to the leader. */
  readonly request: (request: Request) => void;
  /** Requests a line, repeatedly until the leader answers. */
  readonly ask: (socket: SharedSocket) => void;
}

export class SharedSocket implements WebSocketLike {
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;

  readonly id: SocketId;
  readonly url: string;
  /** The line of the socket before this one, which has expired or is lost. */
  readonly had: LineId | undefined;
  /** The leader has confirmed the request. */
  isAssigned = false;
  private readonly tab: Tab;
  private line: LineId | undefined;

  constructor(tab: Tab, url: string) {
    this.tab = tab;
    this.url = url;
    this.had = tab.line;
    this.id = `${tab.id}.${++tab.sockets}`;
    tab.live.add(this);
    tab.ask(this);
  }

  send(text: string): void {
    this.tab.request({ kind: "send", socket: this.id, text });
  }

  close(): void {
    if (!this.tab.live.delete(this)) return;
    this.tab.request({ kind: "close", socket: this.id });
    // Asynchronous, as with any WebSocket.
    setTimeout(() => this.onclose?.({ code: 1000, reason: "" } as never), 0);
  }

  receive(report: Report): void {
    switch (report.kind) {
      case "leading":
        if (this.line) this.end(1006, "Another tab has the connection now.");
        else this.tab.ask(this);
        break;
      case "assigned":
        if (report.socket === this.id) this.isAssigned = true;
        break;
      case "opened":
        if (this.line || !report.sockets.includes(this.id)) return;
        this.line = this.tab.line = report.line;
        this.onopen?.({} as never);
        break;
      case "frame": {
        const { line, to, except, text } = report;
        const isMine = to === undefined ? except !== this.id : to === this.id;
        if (isMine && isSameLine(line, this.line)) this.onmessage?.({ data: text } as never);
        break;
      }
      case "closed":
        if (report.sockets.includes(this.id)) this.end(report.code, report.reason);
    }
  }

  private end(code: number, reason: string): void {
    if (this.tab.live.delete(this)) this.onclose?.({ code, reason } as never);
  }
}
