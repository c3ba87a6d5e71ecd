// What an action is: one entry of the table in actions.ts.

import type * as z from "zod/mini";

/** An action of the protocol and all that its route, grants, handler and documentation follow from. */
export interface Action<
  Name extends string = string,
  Payload extends z.ZodMiniType = z.ZodMiniType,
  Data extends z.ZodMiniType = z.ZodMiniType,
  EventName extends string = string,
> {
  /** The value of `action` in the client's frame, and the name of the route. */
  readonly name: Name;
  readonly summary: string;
  readonly payload: Payload;
  /** The event that answers it. `event.name` is a constant, or a pattern with `<user_id>`, the receiver's own. */
  readonly event: { readonly name: EventName; readonly data: Data };
  /** Who gets the event: the caller alone, or also every live connection of every member. */
  readonly to: "caller" | "room";
  /** Another event that it causes, for the users whom it concerns and for whom `event` holds too little. */
  readonly also?: { readonly name: string; readonly data: z.ZodMiniType };
  /** The payload's field that claims to be the caller's id, as a path. It may be left out; it may not lie. */
  readonly callerField?: readonly string[];
  /** What its Lambda may do. */
  readonly grants: Grants;
}

/** The least that a Lambda needs: it is given nothing else. */
export interface Grants {
  /** DynamoDB's operations on the table's items. */
  readonly table: readonly TableOperation[];
  /** Whether it queries the index too. */
  readonly index?: boolean;
  /** Whether it posts to connections. */
  readonly post?: boolean;
  /** Whether it tells other systems, where the deployment has a bus. */
  readonly publish?: boolean;
  /** Whether its Lambda may close connections: of a caller that floods it, or of a user with too many. */
  readonly close?: boolean;
  /** Whether it hands events of large rooms over to the fan-out. */
  readonly enqueue?: boolean;
  /** What it does with files that are uploaded. */
  readonly files?: readonly FileOperation[];
}

/** Letting one be uploaded or downloaded; keeping one, which would expire otherwise; removing one. */
export type FileOperation = "put" | "get" | "keep" | "remove";

export type TableOperation =
  "Query" | "GetItem" | "BatchGetItem" | "PutItem" | "UpdateItem" | "DeleteItem";

/** Declares an action, keeping the exact types of its name, payload and event. */
export const defineAction = <
  const Name extends string,
  Payload extends z.ZodMiniType,
  Data extends z.ZodMiniType,
  const EventName extends string,
>(
  action: Action<Name, Payload, Data, EventName>,
): Action<Name, Payload, Data, EventName> => action;
