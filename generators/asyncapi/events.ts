// The protocol's events without duplicates: several actions may share one.

import * as z from "zod/mini";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";

export interface Event {
  /** As the table of actions has it: a constant, or a pattern with `<user_id>`. */
  readonly name: string;
  /** The shapes that its `data` may have. */
  readonly data: readonly z.ZodMiniType[];
  /** The actions that it comes of. */
  readonly causes: readonly string[];
  /** Whether others than the caller get it. */
  readonly pushed: boolean;
  /** Whether a cursor for the next page may stand beside its data. */
  readonly paged: boolean;
}

/** Not an event itself: several in one frame, for connections that asked for it. */
export const BATCH = "batch";

/** An event's name in the names of schemas and messages: `pin_message` is `PinMessage`. */
export const keyOf = (name: string): string =>
  (name.match(/[A-Za-z][a-z]*/g) ?? [])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

// A cursor is asked for in the payload, and given inside of `data` unless that is a list.
const isPaged = ({ payload, event }: Action): boolean =>
  payload instanceof z.ZodMiniObject &&
  "cursor" in payload.shape &&
  event.data instanceof z.ZodMiniArray;

/** Every event but `error`, in the order of the table of actions. */
export function allEvents(): Event[] {
  const events = new Map<string, Event>();
  const add = (cause: Action, name: string, data: z.ZodMiniType, pushed: boolean) => {
    const known = events.get(name);
    events.set(name, {
      name,
      data: [...(known?.data ?? []), data],
      causes: [...(known?.causes ?? []), cause.name],
      pushed: pushed || (known?.pushed ?? false),
      paged: isPaged(cause) || (known?.paged ?? false),
    });
  };
  for (const action of Object.values<Action>(ACTIONS)) {
    add(action, action.event.name, action.event.data, action.to === "room");
    if (action.also) add(action, action.also.name, action.also.data, true);
  }
  return [...events.values()];
}

/** The event that a name on the wire belongs to: `group_ann` is of `group_<user_id>`, `ann` of `<user_id>`. */
export function patternOf(name: string): string {
  const patterns = ["error", BATCH, ...allEvents().map((event) => event.name)];
  if (patterns.includes(name)) return name;
  const prefixed = patterns.find(
    (pattern) =>
      pattern.endsWith("_<user_id>") && name.startsWith(pattern.replace("<user_id>", "")),
  );
  return prefixed ?? "<user_id>";
}
