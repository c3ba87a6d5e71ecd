// The Lambda of the canary, with `-c canary=on`: every five minutes it sends a message between two users of its own, as any
// client would.

import { timeDelivery } from "../smoke/delivery.ts";
import { poolUsers } from "./canary/pool-users.ts";
import { CANARY_ENVIRONMENT } from "./names.ts";
import { canaryHandler } from "./runtime/canary-handler.ts";
import { requireEnv } from "./runtime/environment.ts";
import { tracedEvent } from "./runtime/invocation.ts";

/** How long it waits for a handshake, a reply or a push: with all of them, less than it may run. */
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
