// An HTTP server with answers by the test, which records its requests.

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
  /** The requests, in order. */
  readonly received: Received[];
  /** Sets how requests are answered from now on. */
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
