// Builds the request of a use case: the store, a clock, randomness, and a registry of calls that have begun.

import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Files } from "../chat/files.ts";
import type { Store } from "../chat/ports.ts";
import type { Caller, Request, Sizes } from "../chat/request.ts";
import { DEFAULTS, ENVIRONMENT } from "../names.ts";
import { numberFrom } from "./environment.ts";
import { limits, retentionDays } from "./limits.ts";

const NONCE_BYTES = 6;
const DIGEST_DIGITS = 32;

export const SIZES: Sizes = {
  smallRoom: numberFrom(ENVIRONMENT.smallRoomMembers, DEFAULTS.smallRoomMembers),
  group: numberFrom(ENVIRONMENT.maxGroupMembers, DEFAULTS.maxGroupMembers),
  connections: limits.connections,
};

export interface OpenRequest extends Request {
  /** Resolves once every registered call has ended. Lambda would freeze or lose calls that outlive the request. */
  flush(): Promise<void>;
}

/** Opens a request, whose reply must be sent by `deadline`, in epoch milliseconds. Only some actions have `files`. */
export function openRequest(
  caller: Caller,
  store: Store,
  deadline: number,
  files?: Files,
): OpenRequest {
  const begun: Promise<unknown>[] = [];
  const begin = <T>(read: Promise<T>): Promise<T> => {
    // The error is handled by the caller that awaits it; until then it must not count as unhandled.
    read.catch(() => undefined);
    begun.push(read);
    return read;
  };
  return {
    ...store,
    caller,
    sizes: SIZES,
    begin,
    users: (ids) => begin(store.users(ids)),
    now: () => Date.now(),
    deadline,
    limits,
    retentionDays,
    get files() {
      if (!files) throw new Error("An action that has no grant for files asks for one.");
      return files;
    },
    isDrawn: (oneIn) => Math.random() * oneIn < 1,
    pause: (upToMs) => setTimeout(Math.random() * upToMs),
    nonce: () => randomBytes(NONCE_BYTES).toString("hex"),
    digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, DIGEST_DIGITS),
    async flush() {
      await Promise.allSettled(begun);
    },
  };
}
