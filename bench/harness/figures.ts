// Summarizes a measured action: requests, units, round trips, posts.

import type { Measured } from "./deployment.ts";
import type { Call, Service } from "./ledger.ts";

export interface Figures {
  /** Requests to DynamoDB. */
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Sequential calls before the first post, or before the end if nothing is posted. */
  readonly roundTrips: number;
  readonly posts: number;
  /** Messages sent to SQS. */
  readonly queued: number;
  readonly invocations: number;
}

export function figuresOf({ calls, invocations }: Measured): Figures {
  const of = (service: Service) => calls.filter((call) => call.service === service);
  const sum = (units: (call: Call) => number) =>
    calls.reduce((total, call) => total + units(call), 0);
  const [firstPost] = of("post");
  return {
    requests: of("dynamodb").length,
    readUnits: sum(({ readUnits }) => readUnits),
    writeUnits: sum(({ writeUnits }) => writeUnits),
    roundTrips: firstPost ? firstPost.depth - 1 : Math.max(0, ...calls.map(({ depth }) => depth)),
    posts: of("post").length,
    queued: of("sqs").length,
    invocations: invocations.length,
  };
}
