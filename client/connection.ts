// The connection: opened, opened again when it is lost, replaced before its time is over, closed.

import { beginAttempt, type Attempt } from "./attempt.ts";
import type { Context } from "./context.ts";
import { closedError, type ChatError } from "./errors.ts";
import type { ChatState } from "./events.ts";
import type { Handshake } from "./handshake.ts";
import type { ChatOptions } from "./options.ts";
import { shouldReconnect, wasSound } from "./policy.ts";
import { makeRenewal } from "./renewal.ts";
import { makeState, type StateChange } from "./state.ts";
import type { End, Transport, TransportOptions } from "./transport.ts";
import { countHandshakeFailures } from "./unreachable.ts";

export interface ConnectionOptions extends Pick<ChatOptions, "url" | "token" | "shouldReconnect"> {
  readonly handshake: Handshake;
  readonly onEvent: TransportOptions["onEvent"];
  /** There is a new transport. Once this resolves, the one that it replaces is closed. */
  readonly onOpen: (transport: Transport) => Promise<unknown>;
  /** It is closed, and everything that runs is to be stopped. */
  readonly onClose: (error: ChatError) => void;
}

export interface Connection {
  readonly state: ChatState;
  readonly userId: string | undefined;
  /** What requests are sent on. */
  readonly current: Transport | undefined;
  /**
   * Returns what throws `CLOSED` once it has been closed: what was asked for before is not carried on after.
   *
   * @throws ChatError `CLOSED` if it was closed already
   */
  closedCheck(): () => void;
  open(): void;
  readonly close: () => void;
  /** Resolves when the state changes. */
  changed(): Promise<void>;
  /** The token of a transport has run out: nothing can be done on it any more. */
  expire(transport: Transport): void;
  /** Does not wait for the next attempt. */
  retryNow(): void;
  /** Says what time it is by the server, in epoch milliseconds. */
  setServerTime(now: number): void;
}

export function makeConnection(context: Context, options: ConnectionOptions): Connection {
  const { timers, timing, report, backoff } = context;
  const state = makeState(context);
  const renewal = makeRenewal(timing);
  let userId: string | undefined;
  let current: Transport | undefined;
  let attempt: Attempt | undefined;
  /** Transports that are to be closed once the current one has caught up. */
  const replaced = new Set<Transport>();
  let failures = 0;
  /** Counts how often it was closed, the last time with this error. */
  let generation = 0;
  let closed: ChatError | undefined;
  let cancelNext = (): void => undefined;
  const handshakes = countHandshakeFailures(options.url, timers, (error) => {
    if (!current) report(error);
  });

  function setState(next: ChatState, change: Omit<StateChange, "attempt">): void {
    const before = generation;
    const number = failures + (next === "offline" ? 0 : 1);
    // Whoever has closed it meanwhile does not want to know.
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
    if (wasSound(transport)) failures = 0;
    // Another is on its way already.
    if (attempt) setState("connecting", end);
    else retryLater(end);
    state.notify();
  }

  function onFail(end: End): void {
    if (attempt?.transport) handshakes.add();
    attempt = undefined;
    // What another attempt cannot mend: nobody is signed in, somebody else is, the platform refuses the address.
    if (end.error && !end.error.retryable) terminate(end);
    else retryLater(end);
    state.notify();
  }

  function retryLater(end: End): void {
    const retryDelay = backoff(failures++);
    connectIn(retryDelay);
    // As long as the old one is there, nobody notices but those who are told of errors.
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
      // The first time at once. A token that runs out each time must not have connections made over and over.
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
