// Posting through API Gateway's management API: what its answers mean. Signed and sent without the AWS SDK's client,
// whose machinery takes most of what a post needs of CPU (docs/decisions/0021).

import { exchange, type Incoming } from "../http/exchange.ts";
import { signerOf } from "../http/signer.ts";
import type { Post, PostResult } from "./post.ts";

/** Posts to the connections of the stage at `endpoint`. Whether a post is tried again is for the delivery to say. */
export function poster(endpoint: string): Post {
  const { protocol, hostname, port, host, pathname } = new URL(endpoint);
  const signer = signerOf("execute-api");
  const stage = {
    method: "POST",
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    path: `${pathname.replace(/\/$/, "")}/@connections/`,
  };

  async function send(
    connectionId: string,
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<PostResult> {
    const path = stage.path + encodeURIComponent(connectionId);
    const headers = {
      host,
      "content-type": "application/octet-stream",
      "content-length": String(body.byteLength),
    };
    const signed = await signer.sign({ ...stage, path, headers, body });
    return meaningOf(await exchange({ ...stage, path, headers: signed.headers, body }, { signal }));
  }

  return async (connectionId, bytes, signal) => {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await send(connectionId, bytes, signal);
      } catch (thrown) {
        if (signal.aborted) return { posted: "failed", error: "TimeoutError" };
        if (!(isFirst && isStale(thrown))) return { posted: "failed", error: nameOf(thrown) };
      }
    }
  };
}

// A socket that was kept alive may have been closed while this Lambda was frozen: the next one is new.
const isStale = (thrown: unknown): boolean =>
  ["ECONNRESET", "EPIPE"].includes((thrown as { code?: string } | undefined)?.code ?? "");

// Why there is no connection stands in Node's code; its name is Error.
function nameOf(thrown: unknown): string {
  const { name = "Error", code = name } = (thrown ?? {}) as { name?: string; code?: string };
  return code;
}

function meaningOf({ statusCode: status, headers }: Incoming): PostResult {
  if (status >= 200 && status < 300) return { posted: "sent" };
  // Behind the name there may be a colon and the address of a schema.
  const [error = ""] = (headers["x-amzn-errortype"] ?? "").split(":");
  const told = { error: error || `Status${status}` };
  if (status === 410) return { posted: "gone", ...told };
  if (status === 429) return { posted: "throttled", ...told };
  return { posted: status >= 500 ? "unavailable" : "failed", ...told };
}
