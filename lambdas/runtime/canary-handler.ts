// What the canary's Lambda does when its schedule invokes it: one message, and one line with the time that it took. Where
// it fails there is no time, and that is what the alarm hears.

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

/** Never throws: to run it again at once would tell nothing that the next run does not. */
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
