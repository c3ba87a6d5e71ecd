// Whether the connection is alive: a `ping` when it says nothing although it is in use, when it would idle out, and after
// waking up. What says nothing after that is given up.

import type { EventData } from "../protocol/actions.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import type { ChatError } from "./errors.ts";
import { isVisible } from "./signals.ts";
import type { Transport } from "./transport.ts";

export interface Heartbeat {
  /** Looks after the connection until the chat is closed. */
  start(): void;
  /** Sends a `ping`, whose answer tells the server's time, and that the connection works. It may be as slow as any other. */
  ping(): void;
  /** Connects at once if offline, else makes sure that the connection is alive. */
  readonly check: () => void;
}

const TICK_MS = 1_000;
/** A timer that is so late was not just delayed: the machine slept. A page that nobody sees has its timers slowed down. */
const SLEPT_MS = 10_000;

export function makeHeartbeat({ timers, timing }: Context, connection: Connection): Heartbeat {
  /** The `ping` after which something has to be heard before long. */
  let awaited: { transport: Transport; since: number; heard: number } | undefined;

  const isAwaited = (transport: Transport): boolean =>
    awaited?.transport === transport && awaited.heard === transport.heard;

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
    awaited = { transport: current, since: Date.now(), heard: current.heard };
    ping();
  }

  function check(): void {
    connection.retryNow();
    probe();
  }

  function look(transport: Transport): void {
    const now = Date.now();
    const { heardAt, activeAt, openedAt, waitingSince = now } = transport;
    if (awaited && isAwaited(transport)) {
      if (now - awaited.since >= timing.pong) transport.terminate({ reason: "timeout" });
      return;
    }
    const isSilent = isVisible() && now - Math.max(heardAt, openedAt) >= timing.heartbeat;
    const isWaiting = now - waitingSince >= timing.heartbeat;
    if (isSilent || isWaiting || now - activeAt >= timing.ping) probe();
  }

  function start(last = Date.now()): void {
    const tick = Math.min(TICK_MS, timing.ping / 4, timing.heartbeat / 4);
    timers.after(tick, () => {
      const now = Date.now();
      if (now - last > tick + SLEPT_MS && isAwake()) check();
      if (connection.current) look(connection.current);
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
