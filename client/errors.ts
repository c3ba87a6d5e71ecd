// What goes wrong, as one class: the protocol's refusals, and what happens between client and server.

import type { ErrorCode, ErrorData, Issue } from "../protocol/errors.ts";

/**
 * The protocol's codes, and the client's own:
 *
 * - `TIMEOUT`: no answer came, also not to the repeats, or not before the deadline. What became of it is unknown.
 * - `ABORTED`: by the `signal`. What became of the request is unknown, unless the outbox says that it was never sent.
 * - `WITHDRAWN`: taken out of the outbox.
 * - `CLOSED`: the chat was closed before the answer; why is the `cause`, if not by `close()`. What became of it is unknown.
 * - `DISCONNECTED`: the connection was lost before the answer. Callers do not see it: the request is repeated.
 * - `TOKEN`: the `token` callback failed; its error is the `cause`.
 * - `UNREACHABLE`: one handshake after another failed; the message says what may be wrong.
 * - `PERSISTENCE`: what should be kept could not be; the store's error is the `cause`.
 */
export type ChatErrorCode =
  | ErrorCode
  | "TOO_MANY_CONNECTIONS"
  | "TIMEOUT"
  | "ABORTED"
  | "WITHDRAWN"
  | "CLOSED"
  | "DISCONNECTED"
  | "TOKEN"
  | "UNREACHABLE"
  | "PERSISTENCE";

/** A request that was refused or that got no answer. Go by `code`; `message` is for people. */
export class ChatError extends Error {
  declare readonly code: ChatErrorCode;
  /** Whether the same request may succeed later. The client has repeated it already where that is safe. */
  declare readonly retryable: boolean;
  /** Which fields are wrong, with `BAD_REQUEST` and `TOO_LARGE`. */
  declare readonly issues?: readonly Issue[];
  /** How long to wait at least, with `RATE_LIMITED`. */
  declare readonly retry_after_ms?: number;
  /** What to name when `INTERNAL` is reported. */
  declare readonly reference?: string;
  /** What is behind it, if that is an error itself. */
  declare readonly cause?: unknown;

  constructor(code: ChatErrorCode, message: string, details: Details = {}) {
    super(message);
    this.name = "ChatError";
    Object.assign(this, { code, retryable: false }, details);
  }
}

/** @param cause why, if not by `close()` */
export const closedError = (cause: ChatError | undefined): ChatError =>
  new ChatError("CLOSED", "The chat was closed.", cause && { cause });

type Details = Partial<Omit<ErrorData, "code" | "message">> & { cause?: unknown };

/** To be thrown by the `token` callback of somebody who is not signed in any more: the chat is closed, and stays so. */
export class Unauthorized extends Error {
  constructor(message = "Not signed in.") {
    super(message);
    this.name = "Unauthorized";
  }
}
