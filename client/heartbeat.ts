// Detects dead connections: sends a `ping` when an active connection is silent, before the idle time-out, and after the
// machine wakes up. A connection that stays silent after that is dropped.

import type { EventData } from "../protocol/actions.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import type { ChatError } from "./errors.ts";
import { isVisible } from "./signals.ts";
import type { Transport } from "./transport.ts";

export interface Heartbeat {
  /** Monitors the connection until the chat is closed. */
  start(): void;
  /**
   * Sends a `ping`: the answer carries the server's time and shows that the connection works. It has the normal time
   * limit.
   */
  ping(): void;
  /** Connects at once if offline, else checks that the connection is alive. */
  readonly check: () => void;
}

const TICK_MS = 1_000;
/** A timer this late means that the machine slept. Timers of hidden pages are late for other reasons. */
const SLEPT_MS = 10_000;

export function makeHeartbeat({ timers, timing }: Context, connection: Connection): Heartbeat {
  /** The last probe, with the number of frames received before it: another frame must arrive soon. */
  let awaited: { transport: Transport; since: number; received: number } | undefined;

  const isAwaited = (transport: Transport): boolean =>
    awaited?.transport === transport && awaited.received === transport.received;

  function ping(): void {
    const { current } = connection;
    current?.request("ping").then(
      ({ data }) => {
        const { server_time } = (data ?? {}) as Partial<EventData<"ping">>;
        const now = Date.parse(server_time ?? "");
        if (now) connection.setServerTime(now);
      },
      (error: unknown) => {
        const { code } = error as ChatError;
        if (code === "TOKEN_EXPIRED") connection.expire(current);
      },
    );
  }

  function probe(): void {
    const { current } = connection;
    if (!current || isAwaited(current)) return;
    awaited = { transport: current, since: Date.now(), received: current.received };
    ping();
  }

  function check(): void {
    connection.retryNow();
    probe();
  }

  function inspect(transport: Transport): void {
    const now = Date.now();
    const { receivedAt, activeAt, openedAt, waitingSince = now } = transport;
    if (awaited && isAwaited(transport)) {
      if (now - awaited.since >= timing.pong) transport.terminate({ reason: "timeout" });
      return;
    }
    const isSilent = isVisible() && now - Math.max(receivedAt, openedAt) >= timing.heartbeat;
    const isWaiting = now - waitingSince >= timing.heartbeat;
    if (isSilent || isWaiting || now - activeAt >= timing.ping) probe();
  }

  function start(last = Date.now()): void {
    const tick = Math.min(TICK_MS, timing.ping / 4, timing.heartbeat / 4);
    timers.after(tick, () => {
      const now = Date.now();
      if (now - last > tick + SLEPT_MS && isAwake()) check();
      if (connection.current) inspect(connection.current);
      start(now);
    });
  }

  return {
    ping,
    check,
    start() {
      start();
    },
  };
}

const isAwake = (): boolean =>
  (globalThis as { document?: unknown }).document === undefined || isVisible();
