// A poster with the AWS SDK's default client, for comparison with Parley's own in behaviour and cost.

import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Post, PostResult } from "../../lambdas/delivery/post.ts";
import { POSTS_AT_ONCE } from "../../lambdas/delivery/times.ts";

const managementClient = (endpoint: string): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    endpoint,
    maxAttempts: 1,
    // Each hanging post occupies a socket, so concurrent posts need more than the default.
    requestHandler: {
      httpAgent: { maxSockets: POSTS_AT_ONCE },
      httpsAgent: { maxSockets: POSTS_AT_ONCE },
    },
  });

export function sdkPoster(endpoint: string): Post {
  const client = managementClient(endpoint);
  const send = (connectionId: string, bytes: Uint8Array, abortSignal: AbortSignal) =>
    client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: bytes }), {
      abortSignal,
    });

  return async (connectionId, bytes, signal) => {
    for (let isFirst = true; ; isFirst = false) {
      try {
        await send(connectionId, bytes, signal);
        return { posted: "sent" };
      } catch (thrown) {
        if (signal.aborted) return { posted: "failed", error: "TimeoutError" };
        if (!(isFirst && isStale(thrown))) return meaningOf(thrown);
      }
    }
  };
}

interface Thrown {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// A kept-alive socket may have been closed while this Lambda was frozen. The next try opens a new one.
const isStale = (thrown: unknown): boolean =>
  ["ECONNRESET", "EPIPE"].includes((thrown as Thrown | undefined)?.code ?? "");

function meaningOf(thrown: unknown): PostResult {
  const { name: error = "Error", $metadata } = (thrown ?? {}) as Thrown;
  // A request that never reached API Gateway has no status.
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 410) return { posted: "gone", error };
  if (status === 429) return { posted: "throttled", error };
  return { posted: status >= 500 ? "unavailable" : "failed", error };
}
