// Requests to the table within a request's time: those still running are aborted when it ends. Over HTTP.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { get, openTable, within, type Table } from "../../lambdas/store/table.ts";
import { isUnavailable } from "../../lambdas/http/unavailable.ts";

const key = { pk: "ROOM#room", sk: "ROOM" };

let server: Server;
let table: Table;
beforeEach(async () => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  // This server never answers.
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  table = openTable("parley", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("a call that hangs ends when the time is over, and is one to try again", async () => {
  const time = new AbortController();
  const reading = get(within(table, time.signal), key).catch((error: unknown) => error);
  await once(server, "request");
  time.abort();
  expect(isUnavailable(await reading)).toBe(true);
});

it("no request is sent after the time is over", async () => {
  const requested = vi.fn();
  server.on("request", requested);
  await expect(get(within(table, AbortSignal.abort()), key)).rejects.toThrow("abort");
  expect(requested).not.toHaveBeenCalled();
});

it("many calls at once are no reason for Node to warn of a leak", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  const time = new AbortController();
  const limited = within(table, time.signal);
  const reads = Array.from({ length: 30 }, () => get(limited, key).catch(() => undefined));
  await once(server, "request");
  time.abort();
  await Promise.all(reads);
  await new Promise((resolve) => setImmediate(resolve));
  expect(warned).not.toHaveBeenCalled();
});
