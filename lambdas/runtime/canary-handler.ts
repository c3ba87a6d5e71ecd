// Handles a scheduled run of the canary: sends one message and logs one line with its duration. A failed run logs no
// duration, which raises the alarm.

import type { SignIn } from "../canary/pool-users.ts";
import { log } from "./log.ts";
import { canaryDelivery } from "./metrics.ts";

interface Canary {
  readonly signIn: SignIn;
  /** Sends a message from the user of one token to that of the other. Rejects unless it arrives. */
  readonly deliver: (
    tokens: readonly [string, string],
  ) => Promise<{ readonly ms: number; readonly room: string; readonly message: string }>;
}

/** Never throws: Lambda would retry at once, although the next scheduled run finds the same failure. */
export const canaryHandler =
  ({ signIn, deliver }: Canary) =>
  async (): Promise<void> => {
    try {
      const { ms, room, message } = await deliver(await signIn());
      log("info", "canary", { ms, room, message_id: message, ...canaryDelivery(ms) });
    } catch (error) {
      log("error", "canary", { error });
    }
  };
