// The handshakes that the gateway accepts, and its answers to those that it refuses.
import { once } from "node:events";
import { request } from "node:http";
import { connect as connectTcp } from "node:net";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Handler } from "../../../local/gateway/gateway.ts";
import { refusedHandshake, start, startWithDisconnect } from "./fixture.ts";
import {
  allowing,
  never,
  oneWay,
  paused,
  policy,
  recorder,
  returning,
  throwing,
} from "./handlers.ts";

const connectRoute = (handler: Handler) => ({ $connect: oneWay(handler) });
const fail = (message: string) => throwing(new Error(message));

test("without authorizer and $connect every handshake is accepted", async () => {
  const { client } = await start();
  const { id } = await client();
  expect(id).toMatch(/^[\w-]{15}=$/);
});

test("the authorizer runs before $connect, and the 101 waits for both", async () => {
  const order: string[] = [];
  const { client } = await start({
    authorizer: (event: { methodArn: string }) => {
      order.push("authorizer");
      return policy("Allow", event.methodArn);
    },
    routes: connectRoute(async () => {
      await new Promise(setImmediate);
      order.push("$connect");
      return { statusCode: 200 };
    }),
  });
  await client();
  expect(order).toEqual(["authorizer", "$connect"]);
});

test.each<[string, Handler, number, string]>([
  ["throws exactly Unauthorized: 401", fail("Unauthorized"), 401, "Unauthorized"],
  ["throws something longer: 500", fail("Unauthorized: x"), 500, "Internal server error"],
  ["denies: 403", ({ methodArn }) => policy("Deny", methodArn), 403, "Forbidden"],
  ["allows something else: 403", () => policy("Allow", "arn:other"), 403, "Forbidden"],
  ["returns nothing: 500", returning(undefined), 500, "Internal server error"],
  [
    "has an object in its context: 500",
    ({ methodArn }) => policy("Allow", methodArn, { user: {} }),
    500,
    "Internal server error",
  ],
  [
    "returns over 8 KB: 500",
    ({ methodArn }) => policy("Allow", methodArn, { big: "x".repeat(8200) }),
    500,
    "Internal server error",
  ],
] satisfies [string, (event: { methodArn: string }) => unknown, number, string][])(
  "an authorizer that %s",
  async (_rule, authorizer, status, message) => {
    const connected = recorder();
    const { gateway } = await start({ authorizer, routes: { $connect: connected.route } });
    expect(await refusedHandshake(gateway.url)).toEqual({ status, body: { message } });
    expect(connected.events).toEqual([]);
  },
);

test.each([
  ["the method's ARN", (arn: string) => arn, true],
  ["everything", () => "*", true],
  ["every route of the stage", (arn: string) => arn.replace("$connect", "*"), true],
  ["several resources", (arn: string) => ["arn:other", arn], true],
  ["one character at a time", (arn: string) => arn.replace("$", "?"), true],
  ["a prefix only", (arn: string) => arn.slice(0, -1), false],
  ["a pattern whose dots and dollars mean themselves", (arn: string) => `${arn}$`, false],
])("a policy may name %s", async (_what, resource, allowed) => {
  const { gateway, client } = await start({
    authorizer: (event: { methodArn: string }) => policy("Allow", resource(event.methodArn)),
  });
  if (allowed) await client();
  else expect((await refusedHandshake(gateway.url)).status).toBe(403);
});

test("a Deny wins over an Allow", async () => {
  const { gateway } = await start({
    authorizer: async () => {
      const { policyDocument, ...rest } = await policy("Allow", "*");
      const deny = { Effect: "Deny", Action: "*", Resource: "*" };
      return {
        ...rest,
        policyDocument: { Statement: [...policyDocument.Statement, deny] },
      };
    },
  });
  expect((await refusedHandshake(gateway.url)).status).toBe(403);
});

test("the context's values are strings on every later event, beside the principal", async () => {
  const connected = recorder();
  const messages = recorder();
  const disconnected = recorder();
  const { client } = await start({
    authorizer: allowing({ name: "Ann", age: 30, admin: true }),
    routes: {
      $connect: connected.route,
      $default: messages.route,
      $disconnect: disconnected.route,
    },
  });
  const ann = await client();
  const message = messages.next();
  ann.send("hello");
  await message;
  const gone = disconnected.next();
  await ann.close();
  await gone;
  const authorizer = { name: "Ann", age: "30", admin: "true", principalId: "ann" };
  for (const [event] of [connected.events, messages.events, disconnected.events]) {
    expect(event).toMatchObject({ requestContext: { authorizer } });
  }
});

test.each([
  ["a status that is not 2xx is the client's", returning({ statusCode: 418 }), 418],
  ["a throw is a 502", fail("broken"), 502],
  ["no response is a 502", returning(undefined), 502],
  ["a response without a status is a 502", returning({}), 502],
  ["an unknown key is a 502", returning({ statusCode: 200, status: "ok" }), 502],
])("of $connect, %s", async (_rule, handler, status) => {
  const { gateway, disconnected } = await startWithDisconnect({ routes: connectRoute(handler) });
  expect((await refusedHandshake(gateway.url)).status).toBe(status);
  await gateway.invocations.settled();
  expect(disconnected.events).toEqual([]);
});

test("a $connect over the time limit refuses the client", async () => {
  const { gateway } = await start({
    routes: connectRoute(never),
    limits: { integrationMs: 1_000, closeGraceMs: 1_000 },
  });
  expect(await refusedHandshake(gateway.url)).toEqual({
    status: 504,
    body: { message: "Endpoint request timed out" },
  });
});

test("the observer gets the error that $connect threw", async () => {
  const { gateway, until } = await start({ routes: connectRoute(fail("broken")) });
  await refusedHandshake(gateway.url);
  expect(await until("fault")).toMatchObject({ where: "$connect", error: new Error("broken") });
  expect(await until("refused")).toEqual({ kind: "refused", status: 502 });
});

test.each(["/", "/other", "/local/", "/local/more"])("the path %s is refused", async (path) => {
  const { gateway } = await start();
  expect(await refusedHandshake(new URL(path, gateway.url).href)).toEqual({
    status: 403,
    body: { message: "Forbidden" },
  });
});

test("a URL over 4,096 characters is refused", async () => {
  const { gateway } = await start();
  expect((await refusedHandshake(`${gateway.url}?q=${"x".repeat(4096)}`)).status).toBe(414);
});

test("a plain GET of the stage asks for an upgrade", async () => {
  const { gateway } = await start();
  expect((await fetch(gateway.endpoint)).status).toBe(426);
});

test("an upgrade which is no WebSocket handshake is refused before anything runs", async () => {
  const connected = recorder();
  const { gateway } = await start({ routes: { $connect: connected.route } });
  const refused = request(gateway.endpoint, {
    headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
  }).end();
  const [response] = (await once(refused, "response")) as [{ statusCode: number }];
  expect(response.statusCode).toBe(400);
  expect(connected.events).toEqual([]);
});

test("a subprotocol is echoed only if $connect returns it", async () => {
  const { client } = await start({
    routes: connectRoute((event: { headers: Record<string, string> }) => {
      const headers = { "sec-websocket-PROTOCOL": "chat.2" };
      const offered = JSON.stringify(event.headers).includes("chat.2");
      return Promise.resolve(offered ? { statusCode: 200, headers } : { statusCode: 200 });
    }),
  });
  expect(await client({ protocols: ["chat.1", "chat.2"] })).toMatchObject({ protocol: "chat.2" });
  const { gateway } = await start();
  const silent = new WebSocket(gateway.url, ["chat.1"]);
  const [error] = (await once(silent, "error")) as [Error];
  expect(error.message).toBe("Server sent no subprotocol");
});

test("a subprotocol that the client did not offer reaches it, and it gives up", async () => {
  const headers = { "Sec-WebSocket-Protocol": "chat.2", "X-Other": "not for the client" };
  const { gateway } = await start({
    routes: connectRoute(returning({ statusCode: 200, headers })),
  });
  const socket = new WebSocket(gateway.url);
  const [error] = (await once(socket, "error")) as [Error];
  expect(error.message).toBe("Server sent a subprotocol but none was requested");
});

test("no other header of $connect's response reaches the client", async () => {
  const { gateway } = await start({
    routes: connectRoute(returning({ statusCode: 200, headers: { "X-Other": "secret" } })),
  });
  const socket = new WebSocket(gateway.url);
  const [response] = (await once(socket, "upgrade")) as [{ headers: object }];
  expect(response.headers).not.toHaveProperty("x-other");
});

test("a client that leaves during $connect is disconnected once $connect has succeeded", async () => {
  const connecting = paused();
  const { gateway, disconnected, gone } = await startWithDisconnect({
    routes: { $connect: connecting.route },
  });
  const tcp = connectTcp(gateway.port);
  tcp.write(
    "GET /local HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
  );
  await connecting.entered;
  tcp.resetAndDestroy();
  await once(tcp, "close");
  connecting.resume();
  expect((await gone).code).toBe(1006);
  await gateway.invocations.settled();
  expect(disconnected.events).toHaveLength(1);
});
