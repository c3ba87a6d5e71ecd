// A request as use cases see it: the store, a clock, randomness, and reads that may begin before they are needed.

import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Store } from "../chat/ports.ts";
import type { Caller, Request } from "../chat/request.ts";

/** How long a request may contend with others. It leaves time to deliver within API Gateway's 29 s. */
const PATIENCE_MS = 20_000;
const NONCE_BYTES = 6;
const DIGEST_DIGITS = 32;

export interface OpenRequest extends Request {
  /** Resolves once everything that was begun has ended: on Lambda, what is still running then is lost. */
  settled(): Promise<void>;
}

export function openRequest(caller: Caller, store: Store): OpenRequest {
  const begun = new Map<string, ReturnType<Store["users"]>>();
  return {
    ...store,
    caller,
    users(ids) {
      const key = ids.join("\n");
      const reading = begun.get(key) ?? store.users(ids);
      begun.set(key, reading);
      // Whoever awaits it gets the error; until then it must not count as unhandled.
      reading.catch(() => undefined);
      return reading;
    },
    now: () => Date.now(),
    deadline: Date.now() + PATIENCE_MS,
    pause: (upToMs) => setTimeout(Math.random() * upToMs),
    nonce: () => randomBytes(NONCE_BYTES).toString("hex"),
    digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, DIGEST_DIGITS),
    async settled() {
      await Promise.allSettled(begun.values());
    },
  };
}
