// An HTTP server that records its requests. The test defines its responses.

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ScriptedServer {
  readonly port: number;
  /** The requests so far, in the order of arrival. */
  readonly received: Received[];
  /** Sets the function that answers all later requests. Default: an empty response with status 200. */
  answer(answering: (response: ServerResponse, request: Received) => void): void;
  close(): void;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const received: Received[] = [];
  let answering: Parameters<ScriptedServer["answer"]>[0] = (response) => response.end();
  const server = createServer((incoming, response) => {
    void buffer(incoming).then((body) => {
      const { method, url, headers } = incoming;
      const request = { method, url, headers, body };
      received.push(request);
      answering(response, request);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    received,
    answer(next) {
      answering = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
