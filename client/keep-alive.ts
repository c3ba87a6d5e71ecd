// Keeps a connection from idling out: a `ping` when nothing was sent or received for a while, and only then.

import type { Connection } from "./connection.ts";
import type { Timers } from "./timers.ts";

interface KeepAliveOptions {
  readonly timers: Timers;
  readonly idleMs: number;
  /** Whether the connection is of use to anybody. */
  readonly isNeeded: () => boolean;
  readonly ping: () => void;
}

export function keepAlive(connection: Connection, options: KeepAliveOptions): void {
  const { timers, idleMs, isNeeded, ping } = options;
  timers.after(connection.activeAt + idleMs - Date.now(), () => {
    if (!isNeeded()) return;
    if (Date.now() - connection.activeAt >= idleMs) ping();
    keepAlive(connection, options);
  });
}
