// Finds out why handshakes keep failing. A browser does not report the reason; a plain HTTP request can find it.

import { ChatError } from "./errors.ts";
import { UNREACHABLE_AFTER } from "./policy.ts";
import type { Timers } from "./timers.ts";

const TIMEOUT_MS = 5_000;

export interface HandshakeFailures {
  /** Counts a failure; reports an error after several in a row. */
  add(): void;
  reset(): void;
}

/** @param onUnreachable is called once per series of failures */
export function countHandshakeFailures(
  url: string,
  timers: Timers,
  onUnreachable: (error: ChatError) => void,
): HandshakeFailures {
  let failures = 0;
  return {
    add() {
      if (++failures !== UNREACHABLE_AFTER) return;
      void diagnose(url, timers).then((diagnosis) => {
        if (failures < UNREACHABLE_AFTER) return;
        const text = `One handshake after another has failed. ${diagnosis} may be wrong.`;
        onUnreachable(new ChatError("UNREACHABLE", text, { retryable: true }));
      });
    },
    reset() {
      failures = 0;
    },
  };
}

const NOBODY = "Nobody answers over HTTP either: the address or the network";

/** Requests the server's URL over HTTP, without the token. */
async function diagnose(url: string, timers: Timers): Promise<string> {
  const probe = async (): Promise<string> => {
    // A browser hides the status of another origin, but shows that there was a response. API Gateway answers 426.
    const { status } = await fetch(url.replace(/^ws/i, "http"), { mode: "no-cors" });
    if (!status) return "The server answers over HTTP: the token, or the path of the address,";
    return status === 426
      ? "The server answers over HTTP: the token"
      : `Over HTTP the server answers ${status}: the address`;
  };
  return await Promise.race([
    probe().catch(() => NOBODY),
    timers.sleep(TIMEOUT_MS).then(() => NOBODY),
  ]);
}
