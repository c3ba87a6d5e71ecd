// The queue of large rooms, for the Lambdas that hand over.

import { fanOutQueue } from "../delivery/fan-out-queue.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";

export const queue = fanOutQueue(
  requireEnv(ENVIRONMENT.fanOutQueueUrl),
  process.env[ENVIRONMENT.sqsEndpoint],
);
