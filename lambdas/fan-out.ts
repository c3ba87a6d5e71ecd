// The Lambda of the fan-out queue: delivers the events of large rooms.

import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { fanOutHandler } from "./runtime/fan-out-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { traced } from "./runtime/invocation.ts";
import { queue } from "./runtime/queue.ts";
import { openPost, storeWithin } from "./runtime/services.ts";

const handle = fanOutHandler(storeWithin, queue, openPost(), publish);

export const handler = traced((event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  handle(event, context),
);
