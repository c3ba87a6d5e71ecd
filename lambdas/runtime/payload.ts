// Turns a frame into an action's payload: validated, with defaults, and not in another user's name.

import type * as z from "zod/mini";
import type { Action } from "../../protocol/action.ts";
import { ChatError } from "../chat/errors.ts";
import { wording } from "./wording.ts";

/**
 * The payload of `action` in a frame. Throws FORBIDDEN if it claims another user's id, TOO_LARGE if it only exceeds
 * limits, and otherwise BAD_REQUEST; these two with the first issues.
 */
export function parsePayload<Name extends string, Payload extends z.ZodMiniType>(
  action: Action<Name, Payload>,
  frame: Record<string, unknown>,
  userId: string,
): z.output<Payload> {
  const payload = validated(action.payload, frame);
  const { callerField = [] } = action;
  const claimed = callerField.length > 0 ? fieldAt(frame, callerField) : undefined;
  if (claimed !== undefined && claimed !== userId) {
    throw new ChatError("FORBIDDEN", `${callerField.join(".")} is not your own id.`);
  }
  return payload;
}

/**
 * Parses an input by a schema. Throws TOO_LARGE if it only exceeds limits, and otherwise BAD_REQUEST, both with the
 * first issues.
 */
export function validated<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input, { error: wording });
  if (!parsed.success) throw refusal(parsed.error.issues);
  return parsed.data;
}

const fieldAt = (frame: unknown, path: readonly string[]): unknown =>
  path.reduce((value, key) => (value as Record<string, unknown>)[key], frame);

// A text or list that is too long exceeds a limit; a number out of its range is a wrong value.
const isLimit = (issue: z.core.$ZodIssue): boolean =>
  issue.code === "too_big" && (issue.origin === "string" || issue.origin === "array");

/** Maximum issues that are reported: thousands would not fit into a frame. */
const ISSUES = 20;

function refusal(found: readonly z.core.$ZodIssue[]): ChatError {
  const issues = found
    .slice(0, ISSUES)
    .map(({ path, message }) => ({ path: path.join("."), message }));
  const [first] = issues;
  const message = first ? `${first.path || "frame"}: ${first.message}` : "The payload is wrong.";
  return new ChatError(found.every(isLimit) ? "TOO_LARGE" : "BAD_REQUEST", message, { issues });
}
