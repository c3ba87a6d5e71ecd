// Tracks whether the chat is online and has caught up.

import type { RequestOptions } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { cancellable } from "./requests.ts";
import type { Transport } from "./transport.ts";

export interface Readiness {
  /** All events missed before this transport opened are known. */
  caughtUp(transport: Transport): void;
  readonly ready: (options?: RequestOptions) => Promise<void>;
}

export function makeReadiness(context: Context, connection: Connection): Readiness {
  /** If that transport was replaced since, the events are known all the same. */
  let known: Transport | undefined;
  const wakeAll: (() => void)[] = [];

  return {
    caughtUp(transport) {
      known = transport;
      for (const wake of wakeAll.splice(0)) wake();
    },
    ready: (options) =>
      cancellable(context, options, async (isOver) => {
        const throwIfClosed = connection.closedCheck();
        while (!isOver() && (!connection.current || connection.current !== known)) {
          const caughtUp = new Promise<void>((resolve) => {
            wakeAll.push(resolve);
          });
          await Promise.race([connection.changed(), caughtUp]);
          throwIfClosed();
        }
      }),
  };
}
