// What goes wrong, as one class: the protocol's refusals, and what happens between client and server.

import type { ErrorCode, ErrorData, Issue } from "../protocol/errors.ts";

/**
 * The protocol's codes, and the client's own:
 *
 * - `TIMEOUT`: no answer came, also not to the repeats. What became of the request is unknown.
 * - `DISCONNECTED`: the connection was lost before the answer. Callers do not see it: the request is repeated.
 * - `CLOSED`: `chat.close()` was called before the answer. What became of the request is unknown.
 * - `TOKEN`: the `token` callback failed; its error is the `cause`.
 */
export type ChatErrorCode = ErrorCode | "TIMEOUT" | "DISCONNECTED" | "CLOSED" | "TOKEN";

/** A request that was refused or that got no answer. Go by `code`; `message` is for people. */
export class ChatError extends Error {
  readonly code: ChatErrorCode;
  /** Whether the same request may succeed later. The client has repeated it already where that is safe. */
  declare readonly retryable: boolean;
  /** Which fields are wrong, with `BAD_REQUEST` and `TOO_LARGE`. */
  declare readonly issues?: readonly Issue[];
  /** How long to wait at least, with `RATE_LIMITED`. */
  declare readonly retry_after_ms?: number;
  /** What to name when `INTERNAL` is reported. */
  declare readonly reference?: string;

  constructor(code: ChatErrorCode, message: string, details: Details = {}) {
    super(message);
    this.name = "ChatError";
    this.code = code;
    Object.assign(this, { retryable: true }, details);
  }
}

type Details = Partial<Omit<ErrorData, "code" | "message">> & { cause?: unknown };
