// Closes a user's oldest connection if they have opened too many. Its client receives the reason, so that it does not
// reconnect and evict another.

import { ChatError } from "../chat/errors.ts";
import { errorFrame } from "./frame.ts";
import { log } from "./log.ts";
import { openClose, openPost } from "./services.ts";

const POST_MS = 1_000;

/** Sends a connection the reason, and closes it. Failures are logged: the next connect tries again. */
export async function evict(connection: string): Promise<void> {
  const error = new ChatError("TOO_MANY_CONNECTIONS", "You have opened too many connections.");
  const frame = new TextEncoder().encode(errorFrame(error, {}));
  await openPost()(connection, frame, AbortSignal.timeout(POST_MS));
  try {
    await openClose()(connection);
  } catch (thrown) {
    log("warn", "a connection that is too many was not closed", { connection, error: thrown });
  }
}
