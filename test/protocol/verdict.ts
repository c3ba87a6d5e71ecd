// The result of parsing a payload: the error's code, or the parsed payload.

import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { parsePayload } from "../../lambdas/runtime/payload.ts";

export interface Verdict {
  readonly code: ErrorCode | "accepted";
  /** The paths of the issues. */
  readonly paths: string[];
  /** The payload that the use case gets; empty if it was refused. */
  readonly payload: Record<string, unknown>;
}

/** The verdict on a payload that `userId` sends. By default the payload does not name its sender. */
export function verdict(action: ActionName, payload: object, userId = "caller"): Verdict {
  try {
    const parsed = parsePayload<string, Action["payload"]>(
      ACTIONS[action],
      payload as Record<string, unknown>,
      userId,
    );
    return { code: "accepted", paths: [], payload: parsed as Record<string, unknown> };
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    const paths = (error.issues ?? []).map(({ path }) => path);
    return { code: error.code, paths, payload: {} };
  }
}

/** The payload that the use case gets. Throws if it is refused. */
export function accepted(action: ActionName, payload: object): Record<string, unknown> {
  const { code, paths, payload: parsed } = verdict(action, payload);
  if (code !== "accepted") throw new Error(`${code} at ${paths.join(", ")}`);
  return parsed;
}

/** A copy of a payload with the field at a dotted path set, or left out if the value is undefined. */
export function withField(payload: object, path: string, value: unknown): Record<string, unknown> {
  const [key = "", ...rest] = path.split(".");
  const copy: Record<string, unknown> = { ...payload };
  const inner = rest.length ? withField(copy[key] ?? {}, rest.join("."), value) : value;
  if (inner === undefined)
    return Object.fromEntries(Object.entries(copy).filter(([k]) => k !== key));
  return { ...copy, [key]: inner };
}
