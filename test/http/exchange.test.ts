// An HTTP request and its response: the caller receives every outcome, and no connection, listener or timer stays open.

import { getEventListeners } from "node:events";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { exchange, type Ending } from "../../lambdas/http/exchange.ts";
import { startScriptedServer, type ScriptedServer } from "./server.ts";

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => {
  server.close();
});
afterEach(() => {
  server.received.length = 0;
});

const ask = (body: string, ending?: Ending, port = server.port) =>
  exchange(
    {
      protocol: "http:",
      hostname: "127.0.0.1",
      port,
      method: "POST",
      path: "/a%2Fb?c",
      headers: { "x-one": "1" },
      body,
    },
    ending,
  );

it("sends method, headers and body, and returns status, headers and body", async () => {
  server.answer((response) => response.writeHead(201, { "X-Two": "2" }).end("é"));
  const { statusCode, headers, body } = await ask("ü");
  expect(statusCode).toBe(201);
  expect(headers["x-two"]).toBe("2");
  expect(Buffer.from(body).toString()).toBe("é");
  const [{ method, url, headers: sent, body: came } = {}] = server.received;
  expect([method, url, sent?.["x-one"], came?.toString()]).toEqual(["POST", "/a%2Fb?c", "1", "ü"]);
});

it("puts an answer together that comes in pieces, and takes one without a body", async () => {
  server.answer((response) => {
    response.write("a".repeat(100_000), () => response.end("b"));
  });
  expect((await ask("")).body).toHaveLength(100_001);
  server.answer((response) => response.end());
  expect((await ask("")).body).toHaveLength(0);
});

it("uses a connection again", async () => {
  const ports = new Set<number | undefined>();
  server.answer((response) => {
    ports.add(response.socket?.remotePort);
    response.end();
  });
  for (let i = 0; i < 3; i++) await ask("");
  expect(ports.size).toBe(1);
});

it("makes no request wait for a connection", async () => {
  const waiting: (() => void)[] = [];
  server.answer((response) => {
    waiting.push(() => response.end());
    if (waiting.length === 60) for (const end of waiting) end();
  });
  expect(await Promise.all(Array.from({ length: 60 }, () => ask("")))).toHaveLength(60);
});

it("rejects with TimeoutError when its time is over, and closes the connection", async () => {
  const gone = new Promise((resolve) => {
    server.answer((response) => response.on("close", resolve));
  });
  await expect(ask("", { limitMs: 1_000 })).rejects.toMatchObject({ name: "TimeoutError" });
  await gone;
});

it("rejects with TimeoutError when its time is over in the middle of an answer", async () => {
  server.answer((response) => response.writeHead(200, { "Content-Length": 9 }).write("half"));
  await expect(ask("", { limitMs: 1_000 })).rejects.toMatchObject({ name: "TimeoutError" });
});

it("rejects with AbortError when it is aborted, closes the connection, and leaves no listener", async () => {
  const aborting = new AbortController();
  const gone = new Promise((resolve) => {
    server.answer((response) => {
      response.on("close", resolve);
      aborting.abort();
    });
  });
  const asked = ask("", { signal: aborting.signal });
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  await gone;
  expect(getEventListeners(aborting.signal, "abort")).toEqual([]);
});

it("is not begun when it is aborted already", async () => {
  const asked = ask("", { signal: AbortSignal.abort() });
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
  expect(server.received).toEqual([]);
});

it("leaves neither a listener nor a timer behind when it is answered", async () => {
  const { signal } = new AbortController();
  server.answer((response) => response.end());
  const timers = () => process.getActiveResourcesInfo().filter((what) => what === "Timeout");
  const before = timers();
  await ask("", { signal, limitMs: 60_000 });
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(timers()).toEqual(before);
});

it("rejects with Node's error when the connection breaks, and when there is none", async () => {
  server.answer((response) => response.destroy());
  await expect(ask("")).rejects.toMatchObject({ code: "ECONNRESET" });
  const other = await startScriptedServer();
  other.close();
  await expect(ask("", {}, other.port)).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

it("fails when the connection breaks in the middle of an answer", async () => {
  server.answer((response) => {
    response.writeHead(200, { "Content-Length": 9 });
    response.write("half", () => response.destroy());
  });
  await expect(ask("")).rejects.toMatchObject({ code: "ECONNRESET" });
});
