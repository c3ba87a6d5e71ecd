// A user with one open connection, for the smoke test and others: asks actions and gets their replies, hears what is pushed.

import { WebSocket } from "undici";
import { LIMITS } from "../protocol/limits.ts";

/** How long a reply or a push is waited for: so long that no busy machine makes it fail. */
const PATIENCE_MS = 30_000;

export interface Frame {
  readonly event: string;
  readonly request_id?: string;
  readonly next_cursor?: string;
  readonly data: Record<string, unknown>;
}

export interface Person {
  readonly id: string;
  /** Sends an action and resolves to its reply. Rejects if none comes in half a minute, or the connection closes. */
  ask(action: string, payload?: object): Promise<Frame>;
  /** As `ask`, for an action that must succeed: resolves to the `data` of its reply. */
  done(action: string, payload?: object): Promise<Record<string, unknown>>;
  /** As `ask`, for an action that must be refused: resolves to the `data` of its error. */
  refused(action: string, payload?: object): Promise<Record<string, unknown>>;
  /** The next frame that was not asked for, in the order of arrival; of one event, if named. Rejects as `ask` does. */
  heard(event?: string): Promise<Frame>;
  /** Sends text as it is. */
  send(text: string): void;
  /** What was pushed so far and nobody has taken. Complete once a reply to something asked later is there. */
  unheard(): Frame[];
  readonly closed: Promise<{ code: number; reason: string }>;
  leave(): Promise<unknown>;
}

/** Opens a connection. Rejects if the handshake is refused; why, a native WebSocket is not told. */
export async function openConnection(url: string, token: string, id: string): Promise<Person> {
  const socket = new WebSocket(`${url}?token=${encodeURIComponent(token)}`);
  const inbox = new Inbox();
  socket.addEventListener("message", ({ data }) => {
    const text = String(data);
    // Whatever a test is about: an error here fails it.
    if (Buffer.byteLength(text) > LIMITS.serverFrameBytes) throw new Error("A frame is too large.");
    inbox.put(JSON.parse(text) as Frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener("close", ({ code, reason }) => {
      inbox.close(`The connection of ${id} was closed with ${code} ${reason}`);
      resolve({ code, reason });
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => {
      resolve();
    });
    socket.addEventListener("close", () => {
      reject(new Error("The handshake was refused."));
    });
  });

  let requests = 0;
  const ask = async (action: string, payload: object = {}): Promise<Frame> => {
    const request_id = `${id}-${++requests}`;
    socket.send(JSON.stringify({ action, request_id, ...payload }));
    return await inbox.take((frame) => frame.request_id === request_id);
  };
  return {
    id,
    ask,
    async done(action, payload) {
      const { event, data } = await ask(action, payload);
      if (event === "error") throw new Error(`${action} was refused: ${JSON.stringify(data)}`);
      return data;
    },
    async refused(action, payload) {
      const { event, data } = await ask(action, payload);
      if (event !== "error") throw new Error(`${action} was not refused: ${JSON.stringify(data)}`);
      return data;
    },
    heard: (event) =>
      inbox.take(
        (frame) => frame.request_id === undefined && (event ?? frame.event) === frame.event,
      ),
    send: (text) => {
      socket.send(text);
    },
    unheard: () => inbox.rest(),
    closed,
    leave: () => {
      socket.close();
      return closed;
    },
  };
}

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly timeout: NodeJS.Timeout;
}

class Inbox {
  #frames: Frame[] = [];
  #waiters: Waiter[] = [];
  #end: string | undefined;

  put(frame: Frame): void {
    const waiter = this.#waiters.find(({ wants }) => wants(frame));
    if (!waiter) {
      this.#frames.push(frame);
      return;
    }
    this.#drop(waiter);
    waiter.resolve(frame);
  }

  take(wants: (frame: Frame) => boolean): Promise<Frame> {
    const frame = this.#frames.find(wants);
    if (frame) {
      this.#frames = this.#frames.filter((other) => other !== frame);
      return Promise.resolve(frame);
    }
    if (this.#end !== undefined) return Promise.reject(new Error(this.#end));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        wants,
        resolve,
        reject,
        timeout: setTimeout(() => {
          this.#drop(waiter);
          reject(
            new Error(`No such frame in ${PATIENCE_MS} ms, but ${this.#frames.length} others`),
          );
        }, PATIENCE_MS),
      };
      this.#waiters.push(waiter);
    });
  }

  rest(): Frame[] {
    return [...this.#frames];
  }

  close(reason: string): void {
    this.#end = reason;
    for (const waiter of [...this.#waiters]) {
      this.#drop(waiter);
      waiter.reject(new Error(reason));
    }
  }

  #drop(waiter: Waiter): void {
    clearTimeout(waiter.timeout);
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
  }
}
