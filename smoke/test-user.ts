// A user with one open connection, for the smoke test and other tests: sends actions, and receives replies and pushes.

import { WebSocket } from "undici";
import { LIMITS } from "../protocol/limits.ts";
import type { Frame } from "./frame.ts";
import { Inbox } from "./inbox.ts";

/** The default timeout of a handshake, a reply or a push: long enough that a busy machine does not cause a failure. */
const PATIENCE_MS = 30_000;

export interface TestUser {
  readonly id: string;
  /** Sends an action and resolves to its reply. Rejects if no reply arrives in time, or the connection closes. */
  ask(action: string, payload?: object): Promise<Frame>;
  /** As `ask`, for an action that must succeed: resolves to the `data` of its reply, rejects if it is refused. */
  done(action: string, payload?: object): Promise<Record<string, unknown>>;
  /** As `ask`, for an action that must be refused: resolves to the `data` of its error, rejects if it succeeds. */
  refused(action: string, payload?: object): Promise<Record<string, unknown>>;
  /**
   * Resolves to the next frame without a `request_id`, in the order of arrival, and removes it from the inbox; with
   * `event`, to the next one of that event. Rejects as `ask` does.
   */
  heard(event?: string): Promise<Frame>;
  /** Sends the text unchanged. */
  send(text: string): void;
  /** The received frames that no call has consumed. Complete once a reply to a later request has arrived. */
  unheard(): Frame[];
  /** Resolves once the connection is closed, from either side. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Closes the connection. Resolves once it is closed. */
  leave(): Promise<unknown>;
}

/**
 * Opens a connection; `patienceMs` is the timeout of the handshake and of every wait on the connection. Rejects if the
 * handshake is refused, without the reason: a native WebSocket does not expose it.
 */
export async function openConnection(
  url: string,
  token: string,
  id: string,
  patienceMs = PATIENCE_MS,
): Promise<TestUser> {
  const socket = new WebSocket(`${url}?token=${encodeURIComponent(token)}`);
  const inbox = new Inbox(patienceMs);
  socket.addEventListener("message", ({ data }) => {
    const text = String(data);
    // Checked in every test: this error is uncaught, so it fails the test.
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
    const timeout = setTimeout(() => {
      reject(new Error(`The handshake was not answered in ${patienceMs} ms.`));
      socket.close();
    }, patienceMs);
    socket.addEventListener("open", () => {
      clearTimeout(timeout);
      resolve();
    });
    socket.addEventListener("close", () => {
      clearTimeout(timeout);
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
