// Sends requests to API Gateway's management API about one connection. They are signed and sent without the AWS SDK's
// client, which would take most of a post's CPU (docs/decisions/0021).

import { exchange, type Ending, type Incoming } from "../http/exchange.ts";
import { signerOf } from "../http/signer.ts";

/** Sends a request about a connection. Resolves with any answer, and rejects as `exchange` does. */
export type SendRequest = (
  method: "POST" | "DELETE",
  connectionId: string,
  ending: Ending,
  body?: Uint8Array,
) => Promise<Incoming>;

/** Requests about the connections of the stage at `endpoint`. */
export function managementApi(endpoint: string): SendRequest {
  const { protocol, hostname, port, host, pathname } = new URL(endpoint);
  const signer = signerOf("execute-api");
  const stage = { protocol, hostname, ...(port && { port: Number(port) }) };
  const connections = `${pathname.replace(/\/$/, "")}/@connections/`;

  return async (method, connectionId, ending, body = NOTHING) => {
    const request = {
      ...stage,
      method,
      path: connections + encodeURIComponent(connectionId),
      headers: {
        host,
        "content-type": "application/octet-stream",
        "content-length": String(body.byteLength),
      },
      body,
    };
    const { headers } = await signer.sign(request);
    return await exchange({ ...request, headers }, ending);
  };
}

const NOTHING = new Uint8Array();

/** The error's name in a response's header, without the colon and URL that may follow it. */
export const errorIn = (headers: Incoming["headers"]): string =>
  (headers["x-amzn-errortype"] ?? "").split(":", 1)[0] ?? "";
