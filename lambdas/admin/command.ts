// The interface of an operator's command: a name, a schema, and a function. Each command has its own file in this
// folder.

import type * as z from "zod/mini";
import type { Outcome, Request } from "../chat/request.ts";
import type { Records } from "../chat/records.ts";
import type { Close } from "../delivery/close.ts";
import type { Users } from "../store/users.ts";

export interface AdminCommand<
  Name extends string = string,
  Payload extends z.ZodMiniType = z.ZodMiniType,
> {
  readonly name: Name;
  readonly summary: string;
  readonly payload: Payload;
  /** Resolves to JSON. Throws ChatError for expected failures. */
  run(payload: z.output<Payload>, context: AdminContext): Promise<object>;
}

/** The services that a command uses. */
export interface AdminContext {
  /** The system's request, for the use cases of actions. */
  readonly request: Request;
  readonly users: Pick<Users, "ban" | "unban" | "connections">;
  readonly records: Records;
  readonly close: Close;
  /** Delivers a use case's event, and makes the writes that remain after it. */
  readonly deliver: (outcome: Outcome) => Promise<void>;
  /** Whether there is time for one more step. If not, the command returns the position to continue from. */
  readonly hasTime: () => boolean;
}

/** Declares a command, keeping the exact types of its name and payload. */
export const defineCommand = <const Name extends string, Payload extends z.ZodMiniType>(
  command: AdminCommand<Name, Payload>,
): AdminCommand<Name, Payload> => command;
