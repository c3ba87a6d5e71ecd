// The Lambda of an operator's commands: `{"command": "ban-user", "user_id": "ann"}`. No route leads to it; IAM controls
// who may invoke it. It returns `{"result": …}`, or `{"error": {"code", "message"}}` for an expected failure.

import type { Context } from "aws-lambda";
import { adminHandler } from "./runtime/admin-handler.ts";
import { publish } from "./runtime/event-bus.ts";
import { files } from "./runtime/files.ts";
import { traced } from "./runtime/invocation.ts";
import { queue } from "./runtime/queue.ts";
import { openClose, openPost } from "./runtime/services.ts";

const handle = adminHandler({ post: openPost(), close: openClose(), queue, files, publish });

type Used = Pick<Context, "getRemainingTimeInMillis"> & Partial<Pick<Context, "awsRequestId">>;

export const handler = traced((event: unknown, context: Used) => handle(event, context));
