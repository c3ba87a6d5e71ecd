// One attempt to connect: gets a token, then does the handshake, each with a time limit.

import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import type { Handshake } from "./handshake.ts";
import type { ChatOptions } from "./options.ts";
import { readClaims, type Claims } from "./token.ts";
import { makeTransport, type End, type Transport, type TransportOptions } from "./transport.ts";

export interface AttemptOptions extends Pick<ChatOptions, "token"> {
  readonly handshake: Handshake;
  /** The user that the token must belong to, if one is known. */
  readonly userId: string | undefined;
  readonly transport: Omit<TransportOptions, "onOpen">;
  /** There is a token, and it belongs to the expected user. */
  readonly onToken: (token: ReceivedToken) => void;
  /** The handshake has succeeded. */
  readonly onOpen: (transport: Transport) => void;
  /** The attempt failed before a transport existed. A failed handshake is reported by the transport's end instead. */
  readonly onFail: (end: End) => void;
}

export interface ReceivedToken extends Claims {
  readonly receivedAt: number;
}

export interface Attempt {
  /** Undefined until there is a token. */
  readonly transport: Transport | undefined;
  /** The attempt has ended; late results are ignored. */
  cancel(): void;
}

export function beginAttempt(context: Context, options: AttemptOptions): Attempt {
  const { timers, timing } = context;
  const { userId, onFail } = options;
  let isOver = false;
  let transport: Transport | undefined;
  let cancelLimit = timers.after(timing.handshake, () => {
    const text = "The token callback has not settled.";
    fail({ reason: "token", error: new ChatError("TOKEN", text, { retryable: true }) });
  });

  function cancel(): void {
    isOver = true;
    cancelLimit();
  }

  function fail(end: End): void {
    if (isOver) return;
    cancel();
    onFail(end);
  }

  function failToken(cause: unknown): void {
    const isFinal = (cause as Partial<Error> | undefined)?.name === "Unauthorized";
    const message = isFinal ? (cause as Error).message : "The token could not be had.";
    const error = new ChatError("TOKEN", message, { cause, retryable: !isFinal });
    fail({ reason: isFinal ? "unauthorized" : "token", error });
  }

  function startHandshake(token: string): void {
    if (isOver) return;
    const received = { ...readClaims(token), receivedAt: Date.now() };
    if (userId !== undefined && userId !== received.userId) {
      const text = "The token is another user's: make a chat of their own.";
      fail({ reason: "user_changed", error: new ChatError("TOKEN", text) });
      return;
    }
    options.onToken(received);
    cancelLimit();
    try {
      const made = makeTransport(context, options.handshake(token), {
        ...options.transport,
        onOpen() {
          if (isOver) return;
          cancel();
          options.onOpen(made);
        },
        onEnd(ended, end) {
          cancel();
          options.transport.onEnd(ended, end);
        },
      });
      transport = made;
      cancelLimit = timers.after(timing.handshake, () => {
        made.terminate({ reason: "timeout" });
      });
    } catch (cause) {
      const error = new ChatError("UNREACHABLE", "The WebSocket could not be made.", { cause });
      fail({ reason: "handshake", error });
    }
  }

  // The callback belongs to the application and may call anything, so it must not run in the middle of a transition.
  void Promise.resolve()
    .then(() => (isOver ? "" : options.token()))
    .then(startHandshake)
    .catch(failToken);

  return {
    cancel,
    get transport() {
      return transport;
    },
  };
}
