// Encodes frames to the client, and parses the common fields of a client's frame.

import type { ErrorData, ErrorCode } from "../../protocol/errors.ts";
import { ERROR_CODES } from "../../protocol/errors.ts";
import { requestId } from "../../protocol/frames.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { ChatError } from "../chat/errors.ts";

/** A client's frame: a JSON object. Throws BAD_JSON for anything else. */
export function parseFrame(body: string | undefined): Record<string, unknown> {
  let frame: unknown;
  try {
    frame = JSON.parse(body ?? "");
  } catch {
    throw new ChatError("BAD_JSON", "The frame is not JSON.");
  }
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) {
    throw new ChatError("BAD_JSON", "The frame is not a JSON object.");
  }
  return frame as Record<string, unknown>;
}

/** Throws TOO_LARGE for a client frame over the limit, since its stored content might not fit into a server frame. */
export function checkSize(body = ""): void {
  if (Buffer.byteLength(body) > LIMITS.clientFrameBytes) {
    throw new ChatError("TOO_LARGE", "The frame is over 32 KB.");
  }
}

/** The frame's `request_id`, if any. Throws BAD_REQUEST if it is invalid. */
export function requestIdOf(frame: Record<string, unknown>): string | undefined {
  if (frame.request_id === undefined) return undefined;
  const { success, data } = requestId.safeParse(frame.request_id);
  if (success) return data;
  const message = `must be a string of 1 to ${LIMITS.requestIdCharacters} characters`;
  throw new ChatError("BAD_REQUEST", `request_id ${message}.`, {
    issues: [{ path: "request_id", message }],
  });
}

export interface ReplyFields {
  readonly requestId?: string | undefined;
  readonly nextCursor?: string | undefined;
}

/** A server frame. `data` is already JSON, since one event goes to many receivers. */
export function frameOf(event: string, data: string, reply: ReplyFields = {}): string {
  const { nextCursor, requestId } = reply;
  const id = requestId === undefined ? "" : `"request_id":${JSON.stringify(requestId)},`;
  const cursor = nextCursor === undefined ? "" : `,"next_cursor":${JSON.stringify(nextCursor)}`;
  return `{"event":${JSON.stringify(event)},${id}"data":${data}${cursor}}`;
}

/** The error frame of an expected failure. */
export function errorFrame(
  error: ChatError,
  about: { requestId?: string | undefined; action?: string | undefined; reference?: string },
): string {
  const data: ErrorData = {
    code: error.code,
    message: error.message,
    ...(about.action !== undefined && { action: about.action }),
    retryable: isRetryable(error.code),
    ...(error.issues && { issues: [...error.issues] }),
    ...(error.retryAfterMs !== undefined && { retry_after_ms: error.retryAfterMs }),
    ...(error.code === "INTERNAL" && { reference: about.reference }),
  };
  return frameOf("error", JSON.stringify(data), about);
}

const isRetryable = (code: ErrorCode): boolean => ERROR_CODES[code].retryable;
