// `ChatError`: the protocol's refusals, and failures between client and server.

import type { ErrorCode, ErrorData, Issue } from "../protocol/errors.ts";

/**
 * The protocol's codes, and the client's own:
 *
 * - `TIMEOUT`: no answer, even after repeats, or none before the deadline. The outcome is unknown.
 * - `ABORTED`: aborted by the `signal`. The outcome is unknown, unless the outbox says that the request was never sent.
 * - `WITHDRAWN`: taken out of the outbox.
 * - `CLOSED`: the chat was closed before the answer; the `cause` says why, unless it was `close()`. The outcome is
 *   unknown.
 * - `DISCONNECTED`: the connection was lost before the answer. Callers do not see it: the request is repeated.
 * - `TOKEN`: the `token` callback failed; its error is the `cause`.
 * - `UNREACHABLE`: several handshakes in a row failed; the message names likely reasons.
 * - `PERSISTENCE`: the persistence failed to load or store; its error is the `cause`.
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

/** A request that was refused or got no answer. Branch on `code`; `message` is for people. */
export class ChatError extends Error {
  declare readonly code: ChatErrorCode;
  /** Whether the same request may succeed later. The client has already repeated it where that is safe. */
  declare readonly retryable: boolean;
  /** The action that was refused. */
  declare readonly action?: string;
  /** Invalid fields, for `BAD_REQUEST` and `TOO_LARGE`. */
  declare readonly issues?: readonly Issue[];
  /** How long to wait at least, for `RATE_LIMITED`. */
  declare readonly retry_after_ms?: number;
  /** The reference to quote when `INTERNAL` is reported. */
  declare readonly reference?: string;
  /** The underlying error, if there is one. */
  declare readonly cause?: unknown;

  constructor(code: ChatErrorCode, message: string, details: Details = {}) {
    super(message);
    this.name = "ChatError";
    Object.assign(this, { code, retryable: false }, details);
  }
}

/** @param cause why it was closed, unless by `close()` */
export const closedError = (cause: ChatError | undefined): ChatError =>
  new ChatError("CLOSED", "The chat was closed.", cause && { cause });

type Details = Partial<Omit<ErrorData, "code" | "message">> & { cause?: unknown };

/**
 * Throw this from the `token` callback when the user is no longer signed in: the chat closes and does not reconnect.
 */
export class Unauthorized extends Error {
  constructor(message = "Not signed in.") {
    super(message);
    this.name = "Unauthorized";
  }
}
