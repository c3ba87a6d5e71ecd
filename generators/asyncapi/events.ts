// The protocol's events without duplicates: several actions may cause the same event.

import * as z from "zod/mini";
import { ACTIONS } from "../../protocol/actions.ts";
import type { Action } from "../../protocol/action.ts";

export interface Event {
  /** The name in the table of actions: a constant, or a pattern with `<user_id>`. */
  readonly name: string;
  /** The schemas of its `data`: each frame matches one of them. */
  readonly data: readonly z.ZodMiniType[];
  /** The actions that cause it. */
  readonly causes: readonly string[];
  /** Whether connections other than the one that sent the request receive it. */
  readonly pushed: boolean;
  /** Whether its frames may contain a `next_cursor` beside `data`. */
  readonly paged: boolean;
}

/** A frame of several pushed events, for connections that were opened with `?batch=1`. It is not an event itself. */
export const BATCH = "batch";

/** The form of an action's or event's name in the names of schemas and messages: `pin_message` becomes `PinMessage`. */
export const keyOf = (name: string): string =>
  (name.match(/[A-Za-z][a-z]*/g) ?? [])
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

// The payload of a paged action contains a cursor. The next cursor is in `data`, or beside it if `data` is a list.
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

/** The name in the table of actions for a name in a frame: `group_<user_id>` for `group_ann`, `<user_id>` for `ann`. */
export function patternOf(name: string): string {
  const patterns = ["error", BATCH, ...allEvents().map((event) => event.name)];
  if (patterns.includes(name)) return name;
  const prefixed = patterns.find(
    (pattern) =>
      pattern.endsWith("_<user_id>") && name.startsWith(pattern.replace("<user_id>", "")),
  );
  return prefixed ?? "<user_id>";
}
