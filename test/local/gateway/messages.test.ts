// Routing: the handler that gets a message, and the answer that the client gets.
import type {
  APIGatewayProxyWebsocketEventV2,
  APIGatewayProxyWebsocketHandlerV2,
  Context,
} from "aws-lambda";
import { expect, test } from "vitest";
import type { Handler, Route } from "../../../local/gateway/gateway.ts";
import { start } from "./fixture.ts";
import { echo, oneWay, paused, returning, twoWay } from "./handlers.ts";

const routeKey: Handler = ({ requestContext }: APIGatewayProxyWebsocketEventV2) =>
  Promise.resolve({ statusCode: 200, body: requestContext.routeKey });

const named = Object.fromEntries(
  ["", "send", "7", "true", '{"a":1}', "[1]", "$connect", "$disconnect"].map((key) => [
    key,
    twoWay(routeKey),
  ]),
);
// The handler of `$connect` also accepts the client, because it answers 200.
const routes = { ...named, $default: twoWay(routeKey) };

test.each([
  ["the action's name", '{"action":"send"}', "send"],
  ["a name nobody knows", '{"action":"Send"}', "$default"],
  ["a number", '{"action":7}', "7"],
  ["a boolean", '{"action":true}', "true"],
  ["an object, as its JSON", '{"action":{"a": 1}}', '{"a":1}'],
  ["an array, as its JSON", '{"action":[ 1 ]}', "[1]"],
  ["no action, as the empty string", "{}", ""],
  ["null, as the empty string", '{"action":null}', ""],
  ["JSON that is no object, as the empty string", '"send"', ""],
  ["no JSON at all", "send", "$default"],
  ["the empty message", "", "$default"],
  ["a predefined route", '{"action":"$connect"}', "$default"],
  ["another predefined route", '{"action":"$disconnect"}', "$default"],
  ["what every object inherits", '{"action":"constructor"}', "$default"],
  ["the prototype", '{"action":"__proto__"}', "$default"],
])("%s is routed", async (_what, body, chosen) => {
  const { client } = await start({ routes });
  const ann = await client();
  ann.send(body);
  expect(await ann.nextText()).toBe(chosen);
});

test.each(["send", '{"action":"other"}', '{"action":"$connect"}', '{"action":"toString"}'])(
  "%s is Forbidden without a route and $default",
  async (body) => {
    const { client, until } = await start({ routes: { $connect: oneWay(echo) } });
    const ann = await client();
    ann.send(body);
    const frame = await ann.next();
    expect(Object.keys(frame)).toEqual(["message", "connectionId", "requestId"]);
    expect(frame).toMatchObject({ message: "Forbidden", connectionId: ann.id });
    expect(await until("message")).toMatchObject({ routeKey: undefined });
  },
);

test("a two-way route's body goes back as it is, and its status does not matter", async () => {
  const body = ' {"text": "héllo\\u0000"} ';
  const { client } = await start({
    routes: { $default: twoWay(returning({ statusCode: 500, body })) },
  });
  const ann = await client();
  ann.send("?");
  expect(await ann.nextText()).toBe(body);
});

test("a two-way route without a body sends an empty frame", async () => {
  const { client } = await start({ routes: { $default: twoWay(returning({ statusCode: 200 })) } });
  const ann = await client();
  ann.send("?");
  expect(await ann.nextText()).toBe("");
});

test.each([{ statusCode: 200, body: "unheard" }, undefined, null])(
  "a one-way route that returns %j sends nothing",
  async (response) => {
    const { client, until } = await start({
      routes: { quiet: oneWay(returning(response)), echo: twoWay(echo) },
    });
    const ann = await client();
    ann.send({ action: "quiet" });
    expect(await until("answered")).toMatchObject({ routeKey: "quiet", outcome: "no reply" });
    ann.send({ action: "echo" });
    expect(await ann.next()).toEqual({ action: "echo" });
  },
);

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;

test.each<[string, Route]>([
  ["nothing on a two-way route", twoWay(returning(undefined))],
  ["a string", oneWay(returning("ok"))],
  ["an array", oneWay(returning([]))],
  ["an unknown key", oneWay(returning({ statusCode: 200, ok: true }))],
  ["an object as the body", oneWay(returning({ statusCode: 200, body: {} }))],
  ["a status which is no number", oneWay(returning({ statusCode: "200" }))],
  ["what JSON cannot hold", oneWay(returning({ statusCode: 200, headers: cycle }))],
  ["a reply over 128 KB", twoWay(returning({ statusCode: 200, body: "x".repeat(131_073) }))],
])("a handler that returns %s is an internal server error", async (_what, route) => {
  const { client, until } = await start({ routes: { $default: route } });
  const ann = await client();
  ann.send("?");
  const frame = await ann.next();
  expect(Object.keys(frame)).toEqual(["message", "connectionId", "requestId"]);
  expect(frame).toMatchObject({ message: "Internal server error", connectionId: ann.id });
  expect(await until("fault")).toMatchObject({ where: "$default", connectionId: ann.id });
});

test("a reply of exactly 128 KB goes out", async () => {
  const body = "x".repeat(131_072);
  const { client } = await start({ routes: { $default: twoWay(returning({ body })) } });
  const ann = await client();
  ann.send("?");
  expect(await ann.nextText()).toBe(body);
});

test.each([true, false])(
  "a handler that throws is an internal server error, two-way (%s) or not, and the observer is told why",
  async (twoWay) => {
    const error = new Error("secret");
    let requestId: string | undefined;
    const handler: Handler = ({ requestContext }: APIGatewayProxyWebsocketEventV2) => {
      ({ requestId } = requestContext);
      throw error;
    };
    const { client, until } = await start({ routes: { $default: { handler, twoWay } } });
    const ann = await client();
    ann.send("?");
    const frame = await ann.next();
    expect(frame).toEqual({
      message: "Internal server error",
      connectionId: ann.id,
      requestId,
    });
    expect((await until("fault")).error).toBe(error);
    expect(await until("answered")).toMatchObject({ outcome: "error" });
  },
);

test("a handler over the time limit is answered for, and its late answer is dropped", async () => {
  const slow = paused(returning({ statusCode: 200, body: "late" }));
  const { client, gateway } = await start({
    routes: { slow: twoWay(slow.handler), echo: twoWay(echo) },
    limits: { integrationMs: 1_000 },
  });
  const ann = await client();
  ann.send({ action: "slow" });
  expect(await ann.next()).toMatchObject({
    message: "Endpoint request timed out",
    connectionId: ann.id,
  });
  expect(gateway.invocations.running).toBe(1);
  slow.resume();
  await gateway.invocations.settled();
  ann.send({ action: "echo" });
  expect(await ann.next()).toEqual({ action: "echo" });
});

test("messages of one connection are handled at the same time", async () => {
  const first = paused(returning({ body: "waited" }));
  const { client } = await start({
    routes: {
      wait: twoWay(first.handler),
      go: twoWay(() => {
        first.resume();
        return Promise.resolve({ body: "went" });
      }),
    },
  });
  const ann = await client();
  ann.send({ action: "wait" });
  ann.send({ action: "go" });
  expect(new Set([await ann.nextText(), await ann.nextText()])).toEqual(
    new Set(["waited", "went"]),
  );
});

test("an event is the handler's own: its changes are seen by nobody else", async () => {
  const seen: unknown[] = [];
  const handler: Handler = (event: APIGatewayProxyWebsocketEventV2) => {
    const context = event.requestContext as { authorizer?: Record<string, string> };
    seen.push({ ...context.authorizer });
    context.authorizer = Object.assign(context.authorizer ?? {}, { principalId: "mallory" });
    return Promise.resolve({ body: "" });
  };
  const { client } = await start({
    authorizer: () =>
      Promise.resolve({
        principalId: "ann",
        policyDocument: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      }),
    routes: { $default: twoWay(handler) },
  });
  const ann = await client();
  for (const text of ["first", "second"]) {
    ann.send(text);
    await ann.nextText();
  }
  expect(seen).toEqual([{ principalId: "ann" }, { principalId: "ann" }]);
});

test("a handler gets a context with a request id, its name and the time that is left", async () => {
  const contexts: Record<string, unknown>[] = [];
  const { client } = await start({
    routes: {
      send: twoWay((_event, context) => {
        contexts.push({ ...context, left: context.getRemainingTimeInMillis() });
        return { body: "" };
      }),
    },
    limits: { integrationMs: 5_000 },
  });
  const ann = await client();
  for (const n of [1, 2]) {
    ann.send({ action: "send", n });
    await ann.nextText();
  }
  const [first, second] = contexts;
  expect(first).toMatchObject({
    awsRequestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) as unknown,
    functionName: "send",
  });
  expect(first?.["left"]).toBeGreaterThan(0);
  expect(first?.["left"]).toBeLessThanOrEqual(5_000);
  expect(second?.["awsRequestId"]).not.toBe(first?.["awsRequestId"]);
});

test("handlers typed with aws-lambda are accepted without a cast", async () => {
  const withEvent = (event: APIGatewayProxyWebsocketEventV2, context: Context) =>
    Promise.resolve({ statusCode: 200, body: (event.body ?? "") + context.functionName });
  const declared: APIGatewayProxyWebsocketHandlerV2 = () =>
    Promise.resolve({ statusCode: 200, body: "declared" });
  const { client } = await start({
    routes: { $default: twoWay(withEvent), declared: twoWay(declared) },
  });
  const ann = await client();
  ann.send("hello ");
  expect(await ann.nextText()).toBe("hello $default");
  ann.send({ action: "declared" });
  expect(await ann.nextText()).toBe("declared");
});
