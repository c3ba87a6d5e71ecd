// One user of a soak, with one connection that can get stuck, die, reconnect and catch up.

import { once } from "node:events";
import { WebSocket } from "ws";
import type { ServerFrame } from "../../protocol/frames.ts";
import type { CaughtUp } from "../../protocol/sync.ts";
import { Copy } from "./copy.ts";

const PATIENCE_MS = 60_000;
const ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 20_000;

/** Receives the observations of all clients of a soak. */
export interface Observer {
  /** Called for another user's message that arrived by push. */
  delivered(latencyMs: number): void;
  answered(action: string, latencyMs: number): void;
  /** Called for an error frame, with its code. */
  refused(code: string): void;
  /** Called when a request is repeated: its event may then be posted twice. */
  repeated(payload: object): void;
}

export class SoakClient {
  readonly copies: ReadonlyMap<string, Copy>;
  readonly #observer: Observer;
  readonly #url: string;
  readonly #waiting = new Map<string, (frame: ServerFrame) => void>();
  #socket: WebSocket | undefined;
  #requests = 0;
  /** Set once the client was stuck: its latencies then include the time in which it did not read. */
  #wasStuck = false;

  constructor(url: string, rooms: readonly string[], observer: Observer) {
    this.#url = url;
    this.copies = new Map(rooms.map((id) => [id, new Copy()]));
    this.#observer = observer;
  }

  get isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Opens a connection. Retries a refused handshake, as the server limits their rate; throws if refusals persist. */
  async connect(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const socket = new WebSocket(this.#url);
      socket.on("error", () => undefined);
      const opened = once(socket, "open").then(() => true);
      const refused = once(socket, "close").then(() => false);
      if (await Promise.race([opened, refused])) {
        socket.on("message", (data: Buffer) => {
          this.#hear(JSON.parse(data.toString()) as ServerFrame);
        });
        this.#socket = socket;
        return;
      }
      if (attempt === ATTEMPTS) throw new Error("The handshake was refused again and again.");
      await pause(1_000 * Math.random());
    }
  }

  /** Sends a request until it succeeds, and returns its data. Throws an error that is not retryable or persists. */
  async ask(action: string, payload: object): Promise<unknown> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const begun = performance.now();
      const { event, data } = await this.#request(action, payload);
      if (event !== "error") {
        this.#observer.answered(action, performance.now() - begun);
        return data;
      }
      const error = data as { code: string; retryable: boolean; retry_after_ms?: number };
      this.#observer.refused(error.code);
      if (!error.retryable) throw new Error(`${action}: ${JSON.stringify(error)}`);
      this.#observer.repeated(payload);
      // Longer each time, and random: clients that were refused together would retry together, and be refused again.
      const most = Math.min(500 * 2 ** attempt, LONGEST_PAUSE_MS);
      await pause(error.retry_after_ms ?? (most * (1 + Math.random())) / 2);
    }
    throw new Error(`${action} was refused ${ATTEMPTS} times.`);
  }

  /** Stops reading, like a phone without reception. */
  getStuck(): void {
    this.#wasStuck = true;
    this.#socket?.pause();
  }

  recover(): void {
    this.#socket?.resume();
  }

  /** Ends the connection without a closing handshake. */
  die(): void {
    this.#socket?.terminate();
  }

  /** Requests all missing events. */
  async catchUp(): Promise<void> {
    let wanted = [...this.copies].map(([room_id, copy]) => ({ room_id, after_rev: copy.complete }));
    while (wanted.length > 0) {
      const answers = (await this.ask("sync", { rooms: wanted })) as CaughtUp[];
      for (const { room_id, events = [] } of answers) {
        for (const event of events) this.copies.get(room_id)?.take(event, false);
      }
      wanted = answers
        .filter(({ has_more }) => has_more)
        .map(({ room_id, rev = 0 }) => ({ room_id, after_rev: rev }));
    }
  }

  async #request(action: string, payload: object): Promise<ServerFrame> {
    const request_id = String(++this.#requests);
    const answer = new Promise<ServerFrame>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(request_id);
        reject(new Error(`${action} was not answered in ${PATIENCE_MS} ms.`));
      }, PATIENCE_MS);
      this.#waiting.set(request_id, (frame) => {
        clearTimeout(timer);
        resolve(frame);
      });
    });
    this.#socket?.send(JSON.stringify({ action, request_id, ...payload }));
    return await answer;
  }

  #hear(frame: ServerFrame): void {
    const data = frame.data as { room_id?: string; dateCreated?: string };
    const isPush = frame.request_id === undefined;
    if (data.room_id !== undefined) this.copies.get(data.room_id)?.take(frame, isPush);
    if (isPush && frame.event === "message" && !this.#wasStuck) {
      this.#observer.delivered(performance.now() - Number(data.dateCreated));
    }
    if (frame.request_id === undefined) return;
    this.#waiting.get(frame.request_id)?.(frame);
    this.#waiting.delete(frame.request_id);
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
