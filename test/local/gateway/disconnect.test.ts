// The code and reason with which a connection ends, and the event of `$disconnect`.
import { DeleteConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { expect, test } from "vitest";
import { start, startWithDisconnect, wsClient } from "./fixture.ts";
import { oneWay, throwing } from "./handlers.ts";

test.each([
  ["without a code", undefined, undefined, 1005, "Client-side close frame status not set"],
  ["normally", 1000, undefined, 1000, ""],
  ["with a reason", 4000, "lunch", 4000, "lunch"],
] as const)("a client that closes %s", async (_how, sent, said, code, reason) => {
  const { client, gone } = await startWithDisconnect();
  await (await client()).close(sent, said);
  expect(await gone).toEqual({ code, reason });
});

test("a page that is left says 1001 and no reason", async () => {
  const { gateway, gone } = await startWithDisconnect();
  (await wsClient(gateway.url)).close(1001);
  expect(await gone).toEqual({ code: 1001, reason: "" });
});

test("a client that vanishes is reported with 1006", async () => {
  const { gateway, gone } = await startWithDisconnect();
  (await wsClient(gateway.url)).terminate();
  expect(await gone).toEqual({ code: 1006, reason: "" });
});

test("a deleted connection is closed normally, as both sides see", async () => {
  const { client, management, gone } = await startWithDisconnect();
  const ann = await client();
  await management.send(new DeleteConnectionCommand({ ConnectionId: ann.id }));
  const normally = { code: 1000, reason: "Connection Closed Normally" };
  expect(await ann.closed).toEqual(normally);
  expect(await gone).toEqual(normally);
});

test("$disconnect comes once, also when both sides close at the same time", async () => {
  const { client, management, gone, disconnected, gateway, until } = await startWithDisconnect();
  const ann = await client();
  const deleted = management.send(new DeleteConnectionCommand({ ConnectionId: ann.id }));
  await ann.close(1000);
  await deleted.catch(() => undefined);
  await gone;
  await until("disconnected");
  await gateway.close();
  expect(disconnected.events).toHaveLength(1);
});

test("the observer gets the error of a $disconnect that throws", async () => {
  const error = new Error("broken");
  const { client, until } = await start({
    routes: { $disconnect: oneWay(throwing(error)) },
  });
  const ann = await client();
  await ann.close();
  expect(await until("fault")).toEqual({
    kind: "fault",
    where: "$disconnect",
    connectionId: ann.id,
    error,
  });
});

test("without a $disconnect route the end is only observed", async () => {
  const { client, until } = await start();
  const ann = await client();
  await ann.close(1000, "bye");
  expect(await until("disconnected")).toEqual({
    kind: "disconnected",
    connectionId: ann.id,
    code: 1000,
    reason: "bye",
  });
});
