// The Lambda of the canary, with `-c canary=on`: every five minutes it sends a message from one of its two users to the
// other, as a client does.

import { timeDelivery } from "../smoke/delivery.ts";
import { poolUsers } from "./canary/pool-users.ts";
import { CANARY_ENVIRONMENT } from "./names.ts";
import { canaryHandler } from "./runtime/canary-handler.ts";
import { requireEnv } from "./runtime/environment.ts";
import { tracedEvent } from "./runtime/invocation.ts";

/**
 * The time in ms to wait for a handshake, a reply or a push. All of them together take less than the Lambda's timeout.
 */
const PATIENCE_MS = 10_000;

const url = requireEnv(CANARY_ENVIRONMENT.url);
const run = canaryHandler({
  signIn: poolUsers({
    endpoint: requireEnv(CANARY_ENVIRONMENT.cognitoEndpoint),
    poolId: requireEnv(CANARY_ENVIRONMENT.userPoolId),
    clientId: requireEnv(CANARY_ENVIRONMENT.userPoolClientId),
  }),
  deliver: (tokens) => timeDelivery({ url, tokens, patienceMs: PATIENCE_MS }),
});

export const handler = tracedEvent<unknown, Promise<void>>(run);
