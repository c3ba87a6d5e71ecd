// Keeps a connection from idling out: a `ping` when nothing was sent or received for a while, and only then.

import type { Connection } from "./connection.ts";
import type { Surroundings } from "./surroundings.ts";

interface KeepAliveOptions {
  /** Whether the connection is of use to anybody. */
  readonly isNeeded: () => boolean;
  readonly ping: () => void;
}

export function keepAlive(
  connection: Connection,
  around: Surroundings,
  options: KeepAliveOptions,
): void {
  const idleMs = around.timing.ping;
  around.timers.after(connection.activeAt + idleMs - Date.now(), () => {
    if (!options.isNeeded()) return;
    if (Date.now() - connection.activeAt >= idleMs) options.ping();
    keepAlive(connection, around, options);
  });
}
