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
  /** Its result is JSON. Throws ChatError for what is expected to fail. */
  run(payload: z.output<Payload>, context: AdminContext): Promise<object>;
}

/** What commands work with. */
export interface AdminContext {
  /** The system's own, for the use cases of actions. */
  readonly request: Request;
  readonly users: Pick<Users, "ban" | "unban" | "connections">;
  readonly records: Records;
  readonly close: Close;
  /** Tells of what a use case came to, and does what it left to be done. */
  readonly deliver: (outcome: Outcome) => Promise<void>;
  /** Whether there is time for one more step. If not, a command ends with where to go on. */
  readonly hasTime: () => boolean;
}

/** Declares a command, keeping the exact types of its name and payload. */
export const defineCommand = <const Name extends string, Payload extends z.ZodMiniType>(
  command: AdminCommand<Name, Payload>,
): AdminCommand<Name, Payload> => command;
