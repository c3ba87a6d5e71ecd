// Repeats a request until it is answered, refused or cancelled.

import type { RequestOptions } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Context } from "./context.ts";
import { ChatError } from "./errors.ts";
import { retryOf } from "./policy.ts";
import type { Transport } from "./transport.ts";

export interface RepeatOptions extends RequestOptions {
  /** `RATE_LIMITED` and a missing answer do not count as failed attempts. */
  readonly isPatient?: boolean;
  /** Awaited before each attempt, once there is a connection. */
  readonly gate?: () => Promise<unknown>;
  /** Whether to stop without an error. */
  readonly isOver?: () => boolean;
}

export type Attempt<T> = (transport: Transport) => Promise<T>;

/**
 * Makes a request that may be repeated, on one connection after another. A lost connection and an expired token do not
 * count as attempts.
 *
 * @throws ChatError that is final, or that remains after five attempts
 */
export type Repeat = <T>(attempt: Attempt<T>, options?: RepeatOptions) => Promise<T>;

export function makeRepeat(context: Context, connection: Connection): Repeat {
  const { timers, backoff } = context;

  async function repeat<T>(
    attempt: Attempt<T>,
    options: RepeatOptions,
    isOver: () => boolean,
  ): Promise<T> {
    const { isPatient = false, gate } = options;
    const throwIfClosed = connection.closedCheck();
    for (let failures = 0, counted = 0; !isOver();) {
      throwIfClosed();
      const { current } = connection;
      if (!current) {
        await connection.changed();
        continue;
      }
      await gate?.();
      if (current !== connection.current || isOver()) continue;
      try {
        return await attempt(current);
      } catch (error) {
        const refusal = toChatError(error);
        if (refusal.code === "DISCONNECTED") continue;
        if (refusal.code === "TOKEN_EXPIRED") {
          connection.expire(current);
          continue;
        }
        const { isOver: isFinal, counts } = retryOf(refusal, counted, isPatient);
        if (isFinal) throw refusal;
        if (counts) counted++;
        const pause = (refusal.retry_after_ms ?? 0) + backoff(failures++);
        await timers.sleep(pause);
      }
    }
    throw aborted();
  }

  return (attempt, options) =>
    cancellable(context, options, (isAborted) =>
      repeat(attempt, options ?? {}, () => isAborted() || options?.isOver?.() === true),
    );
}

/** Runs a request until the `signal` or the `deadline` cancels it. Rejects with `ChatError` only. */
export function cancellable<T>(
  { timers }: Context,
  options: RequestOptions | null | undefined,
  run: (isOver: () => boolean) => Promise<T>,
): Promise<T> {
  const running = new Promise<T>((resolve, reject) => {
    const { signal, deadline } = options ?? {};
    let isOver = false;
    const end = (): void => {
      isOver = true;
      cancel();
      signal?.removeEventListener("abort", abort);
    };
    const giveUp = (error: ChatError): void => {
      end();
      reject(error);
    };
    const abort = (): void => {
      giveUp(aborted(signal?.reason));
    };
    const expire = (): void => {
      giveUp(new ChatError("TIMEOUT", "The deadline has passed.", { retryable: true }));
    };
    const left = deadline === undefined ? Infinity : Number(deadline) - Date.now();
    const cancel = left < Infinity ? timers.after(left, expire) : () => undefined;
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener("abort", abort);
    run(() => isOver)
      .finally(end)
      .then(resolve, reject);
  });
  return running.catch((error: unknown) => {
    throw toChatError(error);
  });
}

const aborted = (cause?: unknown): ChatError =>
  new ChatError("ABORTED", "The request was aborted.", { cause });

/** Anything thrown that is no `ChatError` is a mistake in the call, or a bug of the client. */
export const toChatError = (error: unknown): ChatError =>
  error instanceof ChatError
    ? error
    : new ChatError("BAD_REQUEST", String(error), { cause: error });
