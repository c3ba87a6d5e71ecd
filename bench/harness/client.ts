// A client with one connection of a user: sends actions, and receives pushes.

import { once } from "node:events";
import { WebSocket } from "ws";

export interface Frame {
  readonly event: string;
  readonly request_id?: string;
  readonly data: Record<string, unknown>;
}

export interface Client {
  readonly id: string;
  /** Sends an action and resolves to the data of its reply. Rejects if the action is refused or the connection ends. */
  ask(action: string, payload?: object): Promise<Frame["data"]>;
  /** Sends an action without waiting for a reply. */
  tell(action: string, payload: object): void;
  /** Sets the callback for frames that are not replies; replaces the previous one. */
  onPush(listener: (frame: Frame) => void): void;
  close(): Promise<void>;
}

interface Waiting {
  readonly action: string;
  readonly resolve: (data: Frame["data"]) => void;
  readonly reject: (error: Error) => void;
}

/** Opens a connection. Rejects if the handshake is refused. */
export async function connect(url: string, id: string): Promise<Client> {
  const socket = new WebSocket(url);
  const waiting = new Map<string, Waiting>();
  let listener: (frame: Frame) => void = () => undefined;
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame;
    const { event, request_id = "" } = frame;
    const asked = waiting.get(request_id);
    if (!asked) {
      listener(frame);
      return;
    }
    waiting.delete(request_id);
    if (event !== "error") asked.resolve(frame.data);
    else asked.reject(new Error(`${asked.action} was refused: ${JSON.stringify(frame.data)}`));
  });
  const closed = new Promise<void>((resolve) => {
    socket.on("close", (code) => {
      for (const { action, reject } of waiting.values()) {
        reject(new Error(`${action}: the connection was closed with ${code}.`));
      }
      resolve();
    });
  });
  await once(socket, "open");
  // Later errors are reported by `close`.
  socket.on("error", () => undefined);

  let requests = 0;
  return {
    id,
    ask: (action, payload = {}) =>
      new Promise((resolve, reject) => {
        const request_id = `${++requests}`;
        waiting.set(request_id, { action, resolve, reject });
        socket.send(JSON.stringify({ action, request_id, ...payload }));
      }),
    tell: (action, payload) => {
      socket.send(JSON.stringify({ action, ...payload }));
    },
    onPush: (listen) => {
      listener = listen;
    },
    close: () => {
      socket.close();
      return closed;
    },
  };
}
