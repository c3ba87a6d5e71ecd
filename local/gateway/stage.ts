// A deployed stage: the state that the parts of the gateway share.
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
  /** The keys whose signatures @connections accepts. */
  account: () => Account;
  limits: Limits;
  faults: Faults;
  timers: Timers;
  invocations: Invocations;
  /** Connections whose `$connect` has returned, by id. */
  connections: Map<string, Connection>;
  observe: Observe;
  /** Once true, no client is admitted. */
  stopping: boolean;
}
