// Posts through API Gateway's management API, and interprets its answers.

import type { Incoming } from "../http/exchange.ts";
import { errorIn, managementApi } from "./management-api.ts";
import type { Post, PostResult } from "./post.ts";

/** Posts to the connections of the stage at `endpoint`. It does not retry: post-to-all.ts does. */
export function poster(endpoint: string): Post {
  const send = managementApi(endpoint);
  return async (connectionId, bytes, signal) => {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return meaningOf(await send("POST", connectionId, { signal }, bytes));
      } catch (thrown) {
        if (signal.aborted) return { posted: "failed", error: "TimeoutError" };
        if (!(isFirst && isStale(thrown))) return { posted: "failed", error: nameOf(thrown) };
      }
    }
  };
}

// A kept-alive socket may have been closed while this Lambda was frozen. The next socket is new.
const isStale = (thrown: unknown): boolean =>
  ["ECONNRESET", "EPIPE"].includes((thrown as { code?: string } | undefined)?.code ?? "");

// A connection error's reason is in Node's `code`; its name is only Error.
function nameOf(thrown: unknown): string {
  const { name = "Error", code = name } = (thrown ?? {}) as { name?: string; code?: string };
  return code;
}

function meaningOf({ statusCode: status, headers }: Incoming): PostResult {
  if (status >= 200 && status < 300) return { posted: "sent" };
  const error = errorIn(headers) || `Status${status}`;
  if (status === 410) return { posted: "gone", error };
  if (status === 429) return { posted: "throttled", error };
  return { posted: status >= 500 ? "unavailable" : "failed", error };
}
