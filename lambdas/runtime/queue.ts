// The queue of large rooms, for the Lambdas that hand over: the others need not load SQS's client.

import type { FanOutQueue } from "../chat/fan-out-queue.ts";
import { fanOutQueue, queueClient } from "../delivery/fan-out-queue.ts";
import { ENVIRONMENT } from "../names.ts";
import { requireEnv } from "./environment.ts";

export const sqs = queueClient(process.env[ENVIRONMENT.sqsEndpoint]);

export const queue: FanOutQueue = fanOutQueue(sqs, requireEnv(ENVIRONMENT.fanOutQueueUrl));
