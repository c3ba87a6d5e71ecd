// A deployed stage: what the parts of the gateway share while it runs.
import type { Connection } from "./connection.ts";
import type { Deployment } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { Observe } from "./gateway-event.ts";
import type { Handler, Route } from "./handler.ts";
import type { Invocations } from "./invocations.ts";
import type { Limits } from "./limits.ts";
import type { Account } from "../sigv4.ts";
import type { Timers } from "./timers.ts";

export interface Stage {
  deployment: Deployment;
  routes: ReadonlyMap<string, Route>;
  authorizer: Handler | undefined;
  /** Whose signatures are taken at @connections. */
  account: () => Account;
  limits: Limits;
  faults: Faults;
  timers: Timers;
  invocations: Invocations;
  /** Those whose `$connect` has returned, by id. */
  connections: Map<string, Connection>;
  observe: Observe;
  /** Once it is set, nobody is let in any more. */
  stopping: boolean;
}
