// Gives access to the client's WebSockets: sends raw frames on the newest one, and reports why a handshake failed.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import type { WebSocketConstructor } from "../client/index.ts";

export interface Wire {
  /** The value of the client's option of this name. */
  readonly WebSocket: WebSocketConstructor;
  /** Why the latest handshake failed; undefined if it succeeded. */
  readonly failure: HandshakeFailure | undefined;
  /**
   * Sends a text unchanged, and resolves to the frame that answers it: the one with its `request_id`, or the next one
   * without an id. Resolves to undefined if the connection is lost, or no answer arrives within 10 s.
   */
  exchange(text: string): Promise<string | undefined>;
}

export interface HandshakeFailure {
  readonly message: string;
  /** The server has refused the handshake: it answered with a status from 400 to 499 other than 429. */
  readonly isFinal: boolean;
}

const REPLY_TIMEOUT_MS = 10_000;

export function makeWire(url: string): Wire {
  let newest: WebSocket | undefined;
  let failure: HandshakeFailure | undefined;

  function adopt(socket: WebSocket): void {
    newest = socket;
    failure = undefined;
  }

  class WiredSocket extends WebSocket {
    constructor(address: string, options: WebSocket.ClientOptions) {
      super(address, options);
      this.on("open", () => {
        adopt(this);
      });
      this.on("unexpected-response", (request: ClientRequest, { statusCode }: IncomingMessage) => {
        failure = refusalOf(statusCode ?? 0);
        request.destroy();
        this.terminate();
      });
      this.on("error", ({ message }) => {
        failure ??= { message: `${url} cannot be reached: ${message}.`, isFinal: false };
      });
    }
  }

  return {
    WebSocket: WiredSocket as unknown as WebSocketConstructor,
    get failure() {
      return failure;
    },
    exchange: (text) =>
      new Promise((resolve) => {
        const socket = newest;
        if (socket?.readyState !== WebSocket.OPEN) {
          resolve(undefined);
          return;
        }
        const answers = answerTo(text);
        const end = (answer?: string): void => {
          clearTimeout(timer);
          socket.off("message", onMessage).off("close", onClose);
          resolve(answer);
        };
        const onMessage = (data: Buffer): void => {
          const frame = data.toString("utf8");
          if (answers(frame)) end(frame);
        };
        const onClose = (): void => {
          end();
        };
        const timer = setTimeout(end, REPLY_TIMEOUT_MS);
        socket.on("message", onMessage).on("close", onClose);
        socket.send(text);
      }),
  };
}

function refusalOf(status: number): HandshakeFailure {
  const isFinal = status >= 400 && status < 500 && status !== 429;
  if (status === 401) return { message: "The server does not accept this token (401).", isFinal };
  return { message: `The server refuses the connection (${status}).`, isFinal };
}

/** Recognizes the answer to a frame. API Gateway's own frames have no `request_id`, nor has `BAD_JSON`. */
function answerTo(sent: string): (frame: string) => boolean {
  const requestId = field(sent, "request_id");
  return (frame) => {
    const answered = field(frame, "request_id");
    const isNameless =
      answered === undefined && [undefined, "error"].includes(field(frame, "event"));
    return answered === requestId || isNameless;
  };
}

/** A field of a frame, if it is a string. */
function field(json: string, name: string): string | undefined {
  try {
    const value = (JSON.parse(json) as Record<string, unknown> | null)?.[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
