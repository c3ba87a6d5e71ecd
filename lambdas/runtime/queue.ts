// The fan-out queue, for the Lambdas that send to it.

import { fanOutQueue } from "../delivery/fan-out-queue.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";
import { invocation } from "./invocation.ts";

export const queue = fanOutQueue(requireEnv(ENVIRONMENT.fanOutQueueUrl), {
  endpoint: process.env[ENVIRONMENT.sqsEndpoint],
  correlationId: () => invocation().correlation_id,
});
