// The interface of an action, which is one entry of the table in actions.ts.

import type * as z from "zod/mini";

/** An action of the protocol: the source of its route, grants, handler and documentation. */
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
  /** The event of the reply. `event.name` is a constant, or a pattern with `<user_id>`, the id of the receiver. */
  readonly event: { readonly name: EventName; readonly data: Data };
  /** The receivers of the event: the caller alone, or also every live connection of every member. */
  readonly to: "caller" | "room";
  /** Another event that it causes, for users who need more data than `event` contains, such as new members. */
  readonly also?: { readonly name: string; readonly data: z.ZodMiniType };
  /** The path of the payload's field with the caller's id. The field may be left out, but must not hold another id. */
  readonly callerField?: readonly string[];
  /** The permissions of its Lambda. */
  readonly grants: Grants;
}

/** The permissions that a Lambda needs. It gets no others. */
export interface Grants {
  /** DynamoDB's operations on the table's items. */
  readonly table: readonly TableOperation[];
  /** Whether it queries the index too. */
  readonly index?: boolean;
  /** Whether it posts to connections. */
  readonly post?: boolean;
  /** Whether it publishes events for other systems, if the deployment has a bus. */
  readonly publish?: boolean;
  /** Whether its Lambda may close connections: of a caller that floods it, or of a user with too many. */
  readonly close?: boolean;
  /** Whether it sends events of large rooms to the fan-out queue. */
  readonly enqueue?: boolean;
  /** Its operations on uploaded files. */
  readonly files?: readonly FileOperation[];
}

/** `put` and `get` sign an upload or a download, `keep` keeps an upload from expiring, `remove` deletes a file. */
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
