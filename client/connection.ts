// Keeps one connection open: reconnects when it is lost, replaces it before it expires, closes it.

import { beginAttempt, type Attempt } from "./attempt.ts";
import type { Context } from "./context.ts";
import { closedError, type ChatError } from "./errors.ts";
import type { ChatState } from "./events.ts";
import type { Handshake } from "./handshake.ts";
import type { ChatOptions } from "./options.ts";
import { shouldReconnect, wasHealthy } from "./policy.ts";
import { makeRenewal } from "./renewal.ts";
import { makeState, type StateChange } from "./state.ts";
import type { End, Transport, TransportOptions } from "./transport.ts";
import { countHandshakeFailures } from "./unreachable.ts";

export interface ConnectionOptions extends Pick<ChatOptions, "url" | "token" | "shouldReconnect"> {
  readonly handshake: Handshake;
  readonly onEvent: TransportOptions["onEvent"];
  /** There is a new transport. Once this resolves, the replaced one is closed. */
  readonly onOpen: (transport: Transport) => Promise<unknown>;
  /** The connection was closed, and everything that runs must stop. */
  readonly onClose: (error: ChatError) => void;
}

export interface Connection {
  readonly state: ChatState;
  readonly userId: string | undefined;
  /** The transport that requests are sent on. */
  readonly current: Transport | undefined;
  /**
   * Returns a function that throws `CLOSED` if the connection was closed since: such work must not continue.
   *
   * @throws ChatError `CLOSED` if it was closed already
   */
  closedCheck(): () => void;
  open(): void;
  readonly close: () => void;
  /** Resolves when the state changes. */
  changed(): Promise<void>;
  /** The token of a transport has expired: nothing can be sent on it any more. */
  expire(transport: Transport): void;
  /** Connects now instead of waiting for the next attempt. */
  retryNow(): void;
  /** Sets the server's time, in epoch milliseconds. */
  setServerTime(now: number): void;
}

export function makeConnection(context: Context, options: ConnectionOptions): Connection {
  const { timers, timing, report, backoff } = context;
  const state = makeState(context);
  const renewal = makeRenewal(timing);
  let userId: string | undefined;
  let current: Transport | undefined;
  let attempt: Attempt | undefined;
  /** Transports to close once the current one has caught up. */
  const replaced = new Set<Transport>();
  let failures = 0;
  /** Counts how often the connection was closed. */
  let generation = 0;
  let closed: ChatError | undefined;
  let cancelNext = (): void => undefined;
  const handshakes = countHandshakeFailures(options.url, timers, (error) => {
    if (!current) report(error);
  });

  function setState(next: ChatState, change: Omit<StateChange, "attempt">): void {
    const before = generation;
    const number = failures + (next === "offline" ? 0 : 1);
    // After a close, nobody needs this error.
    state.set(next, { attempt: number, ...change }, () => generation !== before);
  }

  function connectIn(ms: number): void {
    cancelNext();
    cancelNext = timers.after(ms, () => {
      connect("retry");
    });
  }

  function connect(reason: "connect" | "retry"): void {
    cancelNext();
    attempt = beginAttempt(context, {
      token: options.token,
      handshake: options.handshake,
      userId,
      transport: { onEvent: options.onEvent, onError: receiveError, onEnd },
      onToken(token) {
        renewal.setToken(token);
        userId = token.userId;
      },
      onOpen,
      onFail,
    });
    if (!current) setState("connecting", { reason });
    state.notify();
  }

  function onOpen(transport: Transport): void {
    if (current) replaced.add(current);
    current = transport;
    attempt = undefined;
    handshakes.reset();
    renewal.start();
    connectIn(renewal.delay());
    const closeReplaced = (): void => {
      for (const old of replaced) old.closeWhenIdle();
    };
    void options.onOpen(transport).then(closeReplaced, closeReplaced);
    setState("online", { reason: "opened" });
    state.notify();
  }

  function receiveError(error: ChatError, transport: Transport): void {
    if (error.code !== "TOO_MANY_CONNECTIONS") report(error);
    else if (transport === current) terminate({ reason: "too_many_connections", error });
  }

  function onEnd(transport: Transport, end: End): void {
    replaced.delete(transport);
    if (transport === attempt?.transport) onFail(end);
    if (transport !== current) return;
    current = undefined;
    if (wasHealthy(transport)) failures = 0;
    // The replacement is being opened already.
    if (attempt) setState("connecting", end);
    else retryLater(end);
    state.notify();
  }

  function onFail(end: End): void {
    if (attempt?.transport) handshakes.add();
    attempt = undefined;
    // Another attempt cannot fix this: nobody or somebody else is signed in, or the platform refuses the URL.
    if (end.error && !end.error.retryable) terminate(end);
    else retryLater(end);
    state.notify();
  }

  function retryLater(end: End): void {
    const retryDelay = backoff(failures++);
    connectIn(retryDelay);
    // While the old transport works, the state stays as it is; only `error` listeners receive the failure.
    const next = current ? state.current : "offline";
    const change = { ...end, attempt: failures, retryDelay };
    const mayRetry =
      current ??
      (options.shouldReconnect ?? shouldReconnect)({
        state: next,
        previous: state.current,
        ...change,
      });
    if (mayRetry) setState(next, change);
    else terminate(end);
  }

  function terminate(end: End): void {
    const transports = [current, attempt?.transport, ...replaced];
    attempt?.cancel();
    cancelNext();
    current = attempt = undefined;
    replaced.clear();
    generation++;
    closed = closedError(end.error);
    setState("closed", end);
    failures = 0;
    handshakes.reset();
    for (const transport of transports) transport?.terminate(end);
    options.onClose(closed);
    state.notify();
  }

  return {
    get state() {
      return state.current;
    },
    get userId() {
      return userId;
    },
    get current() {
      return current;
    },
    changed: state.changed,
    closedCheck() {
      if (closed && state.current === "closed") throw closed;
      const before = generation;
      return () => {
        if (closed && generation !== before) throw closed;
      };
    },
    open() {
      if (state.current === "closed") connect("connect");
    },
    close() {
      if (state.current !== "closed") terminate({ reason: "close" });
    },
    expire(transport) {
      if (transport !== current) return;
      transport.terminate({ reason: "token_expired" });
      // Reconnect at once the first time only: a token that always expires must not cause a reconnect loop.
      if (failures === 1 && state.current === "offline") connect("retry");
    },
    retryNow() {
      if (state.current === "offline") connect("retry");
    },
    setServerTime(now) {
      if (renewal.setServerTime(now) && current && !attempt) connectIn(renewal.delay());
    },
  };
}
