// The contract of `Post` on API Gateway's answers over HTTP: a suite to run on each implementation.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Post } from "../../lambdas/delivery/post.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const bytes = new TextEncoder().encode(`{"event":"message","data":"é🎉"}`);

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: Buffer;
  readonly authorization: string | undefined;
}

/** Runs the suite. `open` creates an implementation that posts to a stage's endpoint. */
export function postContract(title: string, open: (endpoint: string) => Post): void {
  describe(`a post, ${title}`, () => {
    let server: Server;
    let requests: Received[];
    let answer: (response: ServerResponse, request: IncomingMessage) => void;

    beforeEach(async () => {
      vi.stubEnv("AWS_REGION", "us-east-1");
      vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
      requests = [];
      server = createServer((request, response) => {
        void buffer(request).then((body) => {
          const { method, url, headers } = request;
          requests.push({ method, url, body, authorization: headers.authorization });
          answer(response, request);
        });
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    const opened = () => open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/stage`);
    const never = () => new AbortController().signal;
    const post = (signal = never()) => opened()("bLX+6JIAMCJ9Q=", bytes, signal);
    const status =
      (code: number, body = `{"message":"no"}`, headers = {}) =>
      (response: ServerResponse) => {
        response.writeHead(code, { "Content-Type": "application/json", ...headers }).end(body);
      };

    it("carries the bytes as they are, signed, to the connection's own address", async () => {
      answer = status(200, "");
      expect(await post()).toEqual({ posted: "sent" });
      expect(requests).toMatchObject([
        { method: "POST", url: "/stage/@connections/bLX%2B6JIAMCJ9Q%3D", body: Buffer.from(bytes) },
      ]);
      expect(requests[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=test\//);
    });

    it.each([
      ["gone", 410, "GoneException", `{"message":"Gone"}`],
      ["throttled", 429, "LimitExceededException", `{"message":"Too Many Requests"}`],
      ["failed", 400, "BadRequestException", `{"message":"Invalid connectionId"}`],
      ["failed", 403, "ForbiddenException", `{"message":"Forbidden"}`],
      ["failed", 413, "PayloadTooLargeException", `{"message":"Payload Too Large"}`],
      ["unavailable", 500, "InternalServerErrorException", `{"message":"Internal server error"}`],
    ])("is %s at %i, after one request, under the name that AWS gives it", async (...expected) => {
      const [posted, code, error, body] = expected;
      answer = status(code, body, { "x-amzn-ErrorType": error });
      expect(await post()).toEqual({ posted, error });
      expect(requests).toHaveLength(1);
    });

    it.each([
      ["gone", 410, "", "text/plain"],
      ["throttled", 429, `{"message":null}`, "application/json"],
      ["unavailable", 502, "", "application/json"],
      ["unavailable", 503, "<html>Service Unavailable</html>", "text/html"],
      ["unavailable", 504, `{"message":"Endpoint request timed out"}`, "application/json"],
      ["failed", 404, "no JSON", "application/json"],
    ])("is %s at %i also where the answer says no more: %j", async (posted, code, body, type) => {
      answer = status(code, body, { "Content-Type": type });
      expect(await post()).toEqual({ posted, error: expect.stringMatching(/./) as unknown });
      expect(requests).toHaveLength(1);
    });

    it("that hangs is aborted by its signal, which closes the connection to API Gateway", async () => {
      const cut = new AbortController();
      const hungUp = new Promise((resolve) => {
        answer = (response) => {
          response.on("close", resolve);
          cut.abort();
        };
      });
      expect(await post(cut.signal)).toEqual({ posted: "failed", error: "TimeoutError" });
      await hungUp;
      expect(requests).toHaveLength(1);
    });

    it("that hangs can be cut off also after garbage was collected", async () => {
      const cut = new AbortController();
      const asked = new Promise<void>((resolve) => {
        answer = () => {
          resolve();
        };
      });
      const posting = post(cut.signal);
      await asked;
      for (let turn = 0; turn < 10; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        collectGarbage();
      }
      cut.abort();
      expect(await posting).toEqual({ posted: "failed", error: "TimeoutError" });
    });

    it("is not begun when it is cut off already", async () => {
      answer = status(200, "");
      expect(await post(AbortSignal.abort())).toEqual({ posted: "failed", error: "TimeoutError" });
      expect(requests).toEqual([]);
    });

    it("whose connection to API Gateway breaks is made on a new one, once", async () => {
      answer = (response) => {
        if (requests.length < 2) response.destroy();
        else status(200, "")(response);
      };
      expect(await post()).toEqual({ posted: "sent" });
      expect(requests).toHaveLength(2);
      answer = (response) => response.destroy();
      expect(await post()).toMatchObject({ posted: "failed" });
      expect(requests).toHaveLength(4);
    });

    it("has failed when API Gateway cannot be reached", async () => {
      const unreachable = opened();
      server.close();
      await once(server, "close");
      expect(await unreachable("c1", bytes, never())).toMatchObject({ posted: "failed" });
      expect(requests).toEqual([]);
    });

    it("keeps no other waiting that is under way beside it, however many of them hang", async () => {
      const cuts = Array.from({ length: 100 }, () => new AbortController());
      answer = (response, { url = "" }) => {
        if (url.endsWith("/hangs")) return;
        status(200, "")(response);
      };
      const client = opened();
      const hung = cuts.map(({ signal }) => client("hangs", bytes, signal));
      expect(await client("c1", bytes, never())).toEqual({ posted: "sent" });
      for (const cut of cuts) cut.abort();
      expect(new Set((await Promise.all(hung)).map(({ posted }) => posted))).toEqual(
        new Set(["failed"]),
      );
    });
  });
}
