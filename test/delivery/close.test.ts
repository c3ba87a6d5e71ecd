// Closing a connection through API Gateway's management API.

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { closer, type Close } from "../../lambdas/delivery/close.ts";
import { stubCredentials } from "../http/credentials.ts";
import { startScriptedServer, type ScriptedServer } from "../http/server.ts";

let server: ScriptedServer;
let close: Close;
beforeAll(async () => {
  stubCredentials();
  server = await startScriptedServer();
  close = closer(`http://127.0.0.1:${server.port}/prod`);
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  server.received.length = 0;
});
const answer = (status: number, headers = {}) => {
  server.answer((response) => response.writeHead(status, headers).end());
};

it("deletes the connection, signed for API Gateway", async () => {
  answer(204);
  await close("bLX+6JIAMCJ9Q=");
  expect(server.received).toMatchObject([
    {
      method: "DELETE",
      url: "/prod/@connections/bLX%2B6JIAMCJ9Q%3D",
      headers: { authorization: expect.stringContaining("/eu-central-1/execute-api/") as string },
    },
  ]);
});

it("succeeds for a connection that is gone", async () => {
  answer(410, { "x-amzn-errortype": "GoneException" });
  await close("gone");
});

it("fails as API Gateway says, without another try", async () => {
  answer(403, { "x-amzn-errortype": "ForbiddenException:http://internal.amazon.com/coral/" });
  await expect(close("c")).rejects.toMatchObject({ name: "ForbiddenException" });
  expect(server.received).toHaveLength(1);
});
