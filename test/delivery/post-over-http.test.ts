// Posting with the real client over HTTP: that what API Gateway answers arrives as what `poster` goes by.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { managementClient, poster } from "../../lambdas/delivery/post.ts";

const bytes = new TextEncoder().encode(`{"event":"message","data":"é🎉"}`);

let server: Server;
let requests: { method: string | undefined; url: string | undefined; body: Buffer }[];
let answer: (res: ServerResponse, req: IncomingMessage) => void;

beforeEach(async () => {
  vi.stubEnv("AWS_REGION", "local");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  requests = [];
  server = createServer((req, res) => {
    void buffer(req).then((body) => {
      requests.push({ method: req.method, url: req.url, body });
      answer(res, req);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function post(attemptMs = 5_000, signal = new AbortController().signal) {
  const { port } = server.address() as AddressInfo;
  const client = managementClient(`http://127.0.0.1:${port}/stage`);
  return poster(client, { attemptMs, backoffMs: 1 })("bLX+6JIAMCJ9Q=", bytes, signal);
}

const status =
  (code: number, body = `{"message":"no"}`, headers = {}) =>
  (res: ServerResponse) => {
    res.writeHead(code, { "Content-Type": "application/json", ...headers }).end(body);
  };

describe("a post over HTTP", () => {
  it("carries the bytes as they are, to the connection's own address", async () => {
    answer = status(200, "");
    expect(await post()).toEqual({ posted: "sent", retries: 0, throttled: 0 });
    expect(requests).toEqual([
      {
        method: "POST",
        url: "/stage/@connections/bLX%2B6JIAMCJ9Q%3D",
        body: Buffer.from(bytes),
      },
    ]);
  });

  it.each([
    ["gone", 410, { "x-amzn-errortype": "GoneException" }],
    ["gone", 410, {}],
    ["failed", 400, {}],
    ["failed", 403, { "x-amzn-errortype": "ForbiddenException" }],
    ["failed", 413, { "x-amzn-errortype": "PayloadTooLargeException" }],
  ])("is %s at %i, after one request: %j", async (posted, code, headers) => {
    answer = status(code, `{"message":"no"}`, headers);
    expect(await post()).toMatchObject({ posted, retries: 0 });
    expect(requests).toHaveLength(1);
  });

  it.each([
    [429, `{"message":"Too Many Requests"}`, { "x-amzn-errortype": "LimitExceededException" }],
    [500, `{"message":"Internal server error"}`, {}],
    [503, "<html>Service Unavailable</html>", { "Content-Type": "text/html" }],
    [504, "", {}],
  ])("is tried again at %i %s, and each time is one request", async (code, body, headers) => {
    answer = (res) => {
      if (requests.length < 3) status(code, body, headers)(res);
      else status(200, "")(res);
    };
    const throttled = code === 429 ? 2 : 0;
    expect(await post()).toEqual({ posted: "sent", retries: 2, throttled });
    expect(requests).toHaveLength(3);
  });

  it("that hangs is cut off when its time is over, and is not tried again", async () => {
    answer = () => undefined;
    expect(await post(1_000)).toMatchObject({ posted: "failed", retries: 0 });
    expect(requests).toHaveLength(1);
  });

  it("that hangs is cut off when the delivery's time is over", async () => {
    const delivery = new AbortController();
    const hungUp = new Promise((resolve) => {
      answer = (res) => {
        res.on("close", resolve);
        delivery.abort();
      };
    });
    expect(await post(60_000, delivery.signal)).toMatchObject({ posted: "failed", retries: 0 });
    await hungUp;
  });

  it("whose connection to API Gateway breaks is tried on a new one, once", async () => {
    answer = (res) => {
      if (requests.length < 2) res.destroy();
      else status(200, "")(res);
    };
    expect(await post()).toMatchObject({ posted: "sent", retries: 1 });
    answer = (res) => res.destroy();
    expect(await post()).toMatchObject({ posted: "failed", retries: 1 });
  });

  it("has failed when API Gateway cannot be reached", async () => {
    const posting = post();
    server.close();
    expect(await posting).toMatchObject({ posted: "failed", retries: 0 });
    expect(requests).toEqual([]);
  });
});
