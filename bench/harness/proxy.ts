// A reverse proxy on loopback, which can inspect, change or answer each request.

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent } from "undici";

export interface ProxyRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Forwards the request, optionally with another body. */
type Forward = (body?: string) => Promise<ProxyAnswer>;

export type Handle = (request: ProxyRequest, forward: Forward) => Promise<ProxyAnswer>;

export interface Proxy {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Hop-by-hop headers, and the length of the body, which may change. */
const NOT_FORWARDED = ["connection", "keep-alive", "transfer-encoding", "expect", "content-length"];

/** Starts a proxy for `origin`. Requests keep their `Host`, so signatures stay valid. */
export async function startProxy(origin: string, handle: Handle): Promise<Proxy> {
  const agent = new Agent({ pipelining: 1, connections: null });

  async function forward(request: IncomingMessage, body: Buffer | string): Promise<ProxyAnswer> {
    const headers = Object.entries(request.headers).filter(
      ([name]) => !NOT_FORWARDED.includes(name),
    );
    const answer = await agent.request({
      origin,
      method: request.method as "POST",
      path: request.url ?? "/",
      body,
      headers: Object.fromEntries(headers),
    });
    const data = Buffer.from(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: answer.headers, body: data };
  }

  const server = createServer((request, response) => {
    const serve = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const asked = { path: request.url ?? "/", headers: request.headers, body };
      const answer = await handle(asked, (changed) => forward(request, changed ?? body));
      const { connection, "transfer-encoding": _, ...headers } = answer.headers;
      response.writeHead(answer.status, headers).end(answer.body);
    };
    // If the client or the service is gone, the other side's connection breaks too, as it would without the proxy.
    serve().catch(() => response.destroy());
  });
  server.keepAliveTimeout = 75_000;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await agent.destroy();
    },
  };
}
