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
  override readonly name = "ChatError";
  readonly code: ChatErrorCode;
  /** Whether the same request may succeed later. The client has repeated it already where that is safe. */
  readonly retryable: boolean;
  /** Which fields are wrong, with `BAD_REQUEST` and `TOO_LARGE`. */
  readonly issues: readonly Issue[] | undefined;
  /** How long to wait at least, with `RATE_LIMITED`. */
  readonly retry_after_ms: number | undefined;
  /** What to name when `INTERNAL` is reported. */
  readonly reference: string | undefined;

  constructor(
    code: ChatErrorCode,
    message: string,
    details: Partial<Omit<ErrorData, "code" | "message">> & { cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? true;
    this.issues = details.issues;
    this.retry_after_ms = details.retry_after_ms;
    this.reference = details.reference;
  }
}
