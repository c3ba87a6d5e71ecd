// The error class of expected failures: each becomes an error frame with its code.

import type { ErrorCode, Issue } from "../../protocol/errors.ts";

interface Options {
  readonly issues?: readonly Issue[];
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
  readonly isFlood?: boolean;
}

/** An expected failure. `message` is shown to the caller: it holds no internals and no other user's data. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: ErrorCode;
  readonly issues?: readonly Issue[];
  /** With RATE_LIMITED: milliseconds until the same request would be accepted. */
  readonly retryAfterMs?: number;
  /** Whether the caller keeps sending although it is refused; the connection is then closed. */
  readonly isFlood: boolean;

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.isFlood = options.isFlood ?? false;
    if (options.issues) this.issues = options.issues;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** The error for rooms that do not exist and for rooms of others alike: a room's existence is a secret. */
export const notAMember = (): ChatError =>
  new ChatError("FORBIDDEN", "You are not a member of this room.");

export const noSuchMessage = (): ChatError =>
  new ChatError("NOT_FOUND", "The room holds no such message.");

export const notAGroup = (): ChatError =>
  new ChatError("FORBIDDEN", "A room of two has no owner: its members and its name stay.");

export const tooManyMembers = (most: number): ChatError =>
  new ChatError("TOO_LARGE", `A group has at most ${most} members.`);

/** BAD_REQUEST for a field that passes the schema but breaks a rule. */
export const badField = (path: string, message: string): ChatError =>
  new ChatError("BAD_REQUEST", `${path} ${message}`, { issues: [{ path, message }] });
