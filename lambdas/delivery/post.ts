// Posting one frame to one connection. The only place that knows what API Gateway's answers mean.

import { setTimeout as pauseFor } from "node:timers/promises";
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";

/** How a post ended. `gone`: the connection is no more, and is to be forgotten. */
export type Posted = "sent" | "gone" | "failed";

export interface PostResult {
  readonly posted: Posted;
  /** How often it was tried again. */
  readonly retries: number;
  /** How often API Gateway answered that there are too many requests. */
  readonly throttled: number;
  /** The name of the last error, if it did not end as `sent`. */
  readonly error?: string;
}

/** Posts bytes to a connection, giving up when `signal` aborts. Never throws. */
export type Post = (
  connectionId: string,
  bytes: Uint8Array,
  signal: AbortSignal,
) => Promise<PostResult>;

export interface PostTimes {
  /** How long one attempt may take: a dead peer's can hang until its connection times out. */
  readonly attemptMs: number;
  /** The first pause after a push-back, at most; it doubles from there. */
  readonly backoffMs: number;
}

export const POST_TIMES: PostTimes = { attemptMs: 1_500, backoffMs: 100 };

/** One client per container. Retries are ours, bounded by the deadline of the whole delivery. */
export const managementClient = (endpoint: string): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });

/** A `Post` through API Gateway: 410 is `gone`, 429 and 5xx are tried again, a peer that hangs is cut off. */
export function poster(client: ApiGatewayManagementApiClient, times = POST_TIMES): Post {
  const attempt = async (connectionId: string, bytes: Uint8Array, signal: AbortSignal) => {
    const command = new PostToConnectionCommand({ ConnectionId: connectionId, Data: bytes });
    // Not AbortSignal.timeout(): one that only any() holds is collected as garbage on Node 20, timer and all.
    const cut = new AbortController();
    const timer = setTimeout(() => {
      cut.abort();
    }, times.attemptMs);
    try {
      await client.send(command, { abortSignal: AbortSignal.any([signal, cut.signal]) });
    } finally {
      clearTimeout(timer);
    }
  };

  return async (connectionId, bytes, signal) => {
    let throttled = 0;
    for (let retries = 0; ; retries++) {
      try {
        await attempt(connectionId, bytes, signal);
        return { posted: "sent", retries, throttled };
      } catch (thrown) {
        const { name, status, isStale } = readError(thrown);
        if (status === 410) return { posted: "gone", retries, throttled, error: name };
        if (status === 429) throttled += 1;
        const pushedBack = status === 429 || status >= 500 || (isStale && retries === 0);
        if (!pushedBack || !(await pause(times.backoffMs * 2 ** retries, signal))) {
          return { posted: "failed", retries, throttled, error: name };
        }
      }
    }
  };
}

// Errors without a status never reached API Gateway, or were cut off by a time limit: not worth another 1.5 s. But a
// socket that was kept alive may have been closed while this Lambda was frozen: the next one is new.
function readError(thrown: unknown): { name: string; status: number; isStale: boolean } {
  const error = (thrown ?? {}) as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return {
    name: error.name ?? "Error",
    status: error.$metadata?.httpStatusCode ?? 0,
    isStale: error.code === "ECONNRESET" || error.code === "EPIPE",
  };
}

// Full jitter, so that those who were pushed back together do not come back together. False if time ran out.
const pause = (upToMs: number, signal: AbortSignal): Promise<boolean> =>
  pauseFor(Math.random() * upToMs, true, { signal }).catch(() => false);
