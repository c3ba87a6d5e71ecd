// The time-outs of requests to the table.

import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openClient } from "../../lambdas/store/client.ts";

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

it("a request to a database on the same machine is not repeated within 15 s: a busy machine is as slow", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = openClient(`http://127.0.0.1:${port}`);
  const request = once(server, "request");
  const Key = { pk: { S: "a" } };
  const answer = client.send(new GetItemCommand({ TableName: "table", Key }));
  const [, response] = (await request) as [unknown, ServerResponse];
  const askedAgain = once(server, "request").then(() => "asked again");
  await vi.advanceTimersByTimeAsync(15_000);
  response.end(JSON.stringify({ Item: Key }));
  expect(await Promise.race([answer, askedAgain])).toMatchObject({ Item: Key });
  client.destroy();
  server.closeAllConnections();
  server.close();
});
