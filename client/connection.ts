// The connection: made, made again when it is lost, replaced before its time is over, ended. A transition is complete
// (fields, timers, sockets) before anybody is told of it, so that a listener may call anything.

import { beginAttempt, type Attempt, type ReceivedToken } from "./attempt.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import type { ChatState, ConnectionChange } from "./events.ts";
import type { Handshake } from "./handshake.ts";
import type { ChatOptions } from "./options.ts";
import { HANDSHAKES_BEFORE_ERROR, renewalIn, shouldReconnect, wasSound } from "./policy.ts";
import type { End, Transport, TransportOptions } from "./transport.ts";
import { whyUnreachable } from "./unreachable.ts";

export interface ConnectionOptions extends Pick<ChatOptions, "url" | "token" | "shouldReconnect"> {
  readonly handshake: Handshake;
  readonly onEvent: TransportOptions["onEvent"];
  /** There is a new transport. Once this resolves, the one that it replaces is closed. */
  readonly onOpen: (transport: Transport) => Promise<unknown>;
  /** It is closed, and everything that runs is to be stopped. */
  readonly onClose: () => void;
}

export interface Connection {
  readonly state: ChatState;
  readonly userId: string | undefined;
  /** What requests are sent on. */
  readonly current: Transport | undefined;
  /** How often it was closed: what was asked for before is not carried on after. */
  readonly closings: number;
  /** Why what was asked for before is not carried on. */
  readonly closedError: ChatError;
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

/** A difference that small is the way of the answer, or does not matter. */
const SKEW_TOLERANCE_MS = 1_000;

export function makeConnection(context: Context, options: ConnectionOptions): Connection {
  const { timers, timing, emitter, report, log, backoff } = context;
  let state: ChatState = "closed";
  let userId: string | undefined;
  let current: Transport | undefined;
  let attempt: Attempt | undefined;
  /** Transports that are to be closed once the current one has caught up. */
  const replaced = new Set<Transport>();
  let failures = 0;
  let failedHandshakes = 0;
  let closings = 0;
  let closedError: ChatError;
  let token: ReceivedToken | undefined;
  /** When the current transport is replaced, whatever its token says. */
  let replaceAt = 0;
  /** How far the server's clock is ahead, once that is known. */
  let skew: number | undefined;
  let cancelNext = (): void => undefined;

  /** What is to be told, in order; what comes up while something is told comes after. */
  const news: (() => void)[] = [];
  let isTelling = false;
  const waiting: (() => void)[] = [];

  function tell(): void {
    if (isTelling) return;
    isTelling = true;
    for (let next; (next = news.shift());) next();
    isTelling = false;
  }

  /** Changes the state; `tell` is what a transition ends with. */
  function become(next: ChatState, end: Partial<ConnectionChange> & End): void {
    if (next !== state) {
      const attempt = failures + (next === "offline" ? 0 : 1);
      const change: ConnectionChange = { state: next, previous: state, attempt, ...end };
      state = next;
      for (const wake of waiting.splice(0)) wake();
      news.push(() => {
        log(next === "offline" || end.error ? "warn" : "info", next, change);
        emitter.emit("connection", change);
      });
    }
    const { error } = end;
    const before = closings;
    // Whoever has closed it meanwhile does not want to know.
    if (!error) return;
    news.push(() => {
      if (closings === before) report(error);
    });
  }

  function connect(reason: "connect" | "retry"): void {
    cancelNext();
    attempt = beginAttempt(context, {
      token: options.token,
      handshake: options.handshake,
      userId,
      onOpen: adopt,
      transport: { onEvent: options.onEvent, onError: receiveError, onEnd: lose },
      onFail: fail,
      onToken(received) {
        token = received;
        userId = received.userId;
      },
    });
    if (!current) become("connecting", { reason });
    tell();
  }

  function adopt(transport: Transport): void {
    if (current) replaced.add(current);
    current = transport;
    attempt = undefined;
    failedHandshakes = 0;
    // Not all at the same age: those that came together, after a deployment say, are spread a little each time.
    replaceAt = Date.now() + timing.lifetime * (1 - Math.random() / 10);
    planRenewal();
    const retire = (): void => {
      for (const old of replaced) old.retire();
    };
    void options.onOpen(transport).then(retire, retire);
    become("online", { reason: "opened" });
    tell();
  }

  function planRenewal(): void {
    if (!token) return;
    const { receivedAt, lifetime, expiresAt } = token;
    const now = Date.now();
    const isFresh = skew === undefined && lifetime !== undefined;
    const left = isFresh ? receivedAt + lifetime - now : expiresAt - now - (skew ?? 0);
    // By this clock it has run out, yet it was accepted: the clock is wrong. The server will say what time it is.
    const renewal = left > 0 ? renewalIn(left) : Infinity;
    cancelNext();
    cancelNext = timers.after(Math.max(0, Math.min(replaceAt - now, renewal)), () => {
      connect("retry");
    });
  }

  function receiveError(error: ChatError, transport: Transport): void {
    if (error.code !== "TOO_MANY_CONNECTIONS") report(error);
    else if (transport === current) shut({ reason: "too_many_connections", error });
  }

  function lose(transport: Transport, end: End): void {
    replaced.delete(transport);
    if (transport === attempt?.transport) fail(end);
    if (transport !== current) return;
    current = undefined;
    if (wasSound(transport)) failures = 0;
    // Another is on its way already.
    if (attempt) become("connecting", end);
    else retryLater(end);
    tell();
  }

  function fail(end: End): void {
    const hadToken = attempt?.transport !== undefined;
    attempt = undefined;
    if (hadToken && ++failedHandshakes === HANDSHAKES_BEFORE_ERROR) void explain();
    // What another attempt cannot mend: nobody is signed in, somebody else is, the platform refuses the address.
    if (end.error && !end.error.retryable) shut(end);
    else retryLater(end);
    tell();
  }

  async function explain(): Promise<void> {
    const before = closings;
    const message = await whyUnreachable(options.url, timers);
    if (closings === before && !current) {
      report(new ChatError("UNREACHABLE", message, { retryable: true }));
    }
  }

  function retryLater(end: End): void {
    const retryDelay = backoff(failures++);
    cancelNext();
    cancelNext = timers.after(retryDelay, () => {
      connect("retry");
    });
    // As long as the old one is there, nobody notices but those who are told of errors.
    const next = current ? state : "offline";
    const change = { state: next, previous: state, attempt: failures, retryDelay, ...end };
    const mayRetry = current ?? (options.shouldReconnect ?? shouldReconnect)(change);
    if (mayRetry) become(next, { retryDelay, ...end });
    else shut(end);
  }

  function shut(end: End): void {
    const transports = [current, attempt?.transport, ...replaced];
    attempt?.cancel();
    cancelNext();
    current = attempt = token = undefined;
    replaced.clear();
    closings++;
    closedError = new ChatError(
      "CLOSED",
      "The chat was closed.",
      end.error && { cause: end.error },
    );
    become("closed", end);
    failures = failedHandshakes = 0;
    for (const transport of transports) transport?.drop(end);
    options.onClose();
    tell();
  }

  return {
    get state() {
      return state;
    },
    get userId() {
      return userId;
    },
    get current() {
      return current;
    },
    get closings() {
      return closings;
    },
    get closedError() {
      return closedError;
    },
    open() {
      if (state === "closed") connect("connect");
    },
    close() {
      if (state !== "closed") shut({ reason: "close" });
    },
    changed: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
    expire(transport) {
      if (transport !== current) return;
      transport.drop({ reason: "token_expired" });
      // The first time at once. A token that runs out each time must not have connections made over and over.
      if (failures === 1 && state === "offline") connect("retry");
    },
    retryNow() {
      if (state === "offline") connect("retry");
    },
    setServerTime(now) {
      const ahead = now - Date.now();
      if (Math.abs(ahead - (skew ?? Infinity)) < SKEW_TOLERANCE_MS) return;
      skew = ahead;
      if (current && !attempt) planRenewal();
    },
  };
}
