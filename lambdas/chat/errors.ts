// The one error class for failures that are expected: each becomes an error frame with its code.

import type { ErrorCode, Issue } from "../../protocol/errors.ts";

interface Options {
  readonly issues?: readonly Issue[];
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
  readonly isFlood?: boolean;
}

/** An expected failure. `message` is shown to the caller: no insides, no other user's data. */
export class ChatError extends Error {
  override readonly name = "ChatError";
  readonly code: ErrorCode;
  readonly issues?: readonly Issue[];
  /** With RATE_LIMITED: after how many milliseconds the same request would pass. */
  readonly retryAfterMs?: number;
  /** Whether the caller keeps sending although it is refused again and again, so that the connection is closed. */
  readonly isFlood: boolean;

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.isFlood = options.isFlood ?? false;
    if (options.issues) this.issues = options.issues;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** The same answer for a room that does not exist as for one that the caller is not in: existence is a secret. */
export const notAMember = (): ChatError =>
  new ChatError("FORBIDDEN", "You are not a member of this room.");

export const noSuchMessage = (): ChatError =>
  new ChatError("NOT_FOUND", "The room holds no such message.");

export const notAGroup = (): ChatError =>
  new ChatError("FORBIDDEN", "A room of two has no owner: its members and its name stay.");

export const tooManyMembers = (most: number): ChatError =>
  new ChatError("TOO_LARGE", `A group has at most ${most} members.`);

/** A payload that its schema lets through and the rules do not. */
export const badField = (path: string, message: string): ChatError =>
  new ChatError("BAD_REQUEST", `${path} ${message}`, { issues: [{ path, message }] });
