// The shapes of the handlers' events, field by field.
import { expect, test } from "vitest";
import { connect as openClient } from "../../websocket-client.ts";
import { start } from "./fixture.ts";
import { recorder } from "./handlers.ts";

interface AnyEvent {
  requestContext: Record<string, unknown>;
  [key: string]: unknown;
}

async function oneOfEach(query = "") {
  const authorizer = recorder<AnyEvent>();
  const connect = recorder<AnyEvent>();
  const message = recorder<AnyEvent>();
  const disconnect = recorder<AnyEvent>();
  const { gateway } = await start({
    stage: "test",
    authorizer: async (event, context) => {
      await authorizer.handler(event, context);
      return {
        principalId: "ann",
        policyDocument: { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
      };
    },
    routes: { $connect: connect.route, send: message.route, $disconnect: disconnect.route },
  });
  const client = await openClient(gateway.url + query, { headers: { "X-Custom": "1" } });
  const arrived = message.next();
  client.send('{"action":"send", "text":"héllo"}');
  const gone = disconnect.next();
  await arrived;
  await client.close(1000, "bye");
  await gone;
  const only = ({ events }: { events: AnyEvent[] }) => {
    expect(events).toHaveLength(1);
    return events[0] as AnyEvent;
  };
  return {
    port: gateway.port,
    authorizer: only(authorizer),
    connect: only(connect),
    message: only(message),
    disconnect: only(disconnect),
  };
}

const id: unknown = expect.stringMatching(/^[\w-]{15}=$/);
const epoch: unknown = expect.any(Number);

const common = (port: number) => ({
  extendedRequestId: id,
  requestTime: expect.stringMatching(
    /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/,
  ) as unknown,
  messageDirection: "IN",
  stage: "test",
  connectedAt: epoch,
  requestTimeEpoch: epoch,
  identity: { sourceIp: "127.0.0.1" },
  requestId: id,
  domainName: `localhost:${port}`,
  connectionId: id,
  apiId: "local",
});

test("the authorizer's event has a type, an ARN, and {} for a query that is not there", async () => {
  const { authorizer, port } = await oneOfEach();
  expect(authorizer).toEqual({
    type: "REQUEST",
    methodArn: "arn:aws:execute-api:us-east-1:000000000000:local/test/$connect",
    headers: expect.anything() as unknown,
    multiValueHeaders: expect.anything() as unknown,
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
    requestContext: { ...common(port), routeKey: "$connect", eventType: "CONNECT" },
  });
});

test("$connect's event has the handshake's headers, and no query fields without a query", async () => {
  const { connect, port } = await oneOfEach();
  expect(connect).toEqual({
    headers: expect.anything() as unknown,
    multiValueHeaders: expect.anything() as unknown,
    requestContext: {
      ...common(port),
      routeKey: "$connect",
      eventType: "CONNECT",
      authorizer: { principalId: "ann" },
    },
    isBase64Encoded: false,
  });
  const [name] = Object.keys(connect["headers"] as object).filter((name) =>
    /^x-custom$/i.test(name),
  );
  expect(connect["headers"]).toMatchObject({ [name ?? ""]: "1", "X-Forwarded-For": "127.0.0.1" });
  expect(connect["multiValueHeaders"]).toMatchObject({ [name ?? ""]: ["1"] });
});

test("the handshake's headers have a trace id, and not those that end at the edge", async () => {
  const { authorizer, connect } = await oneOfEach();
  for (const { headers } of [authorizer, connect] as unknown as {
    headers: Record<string, string>;
  }[]) {
    expect(headers["X-Amzn-Trace-Id"]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    expect(names).toContain("sec-websocket-key");
    expect(names).not.toContain("connection");
    expect(names).not.toContain("upgrade");
  }
});

test("a query reaches the authorizer and $connect, the last of several values as the single one", async () => {
  const { authorizer, connect } = await oneOfEach("?a=1&a=2&b=%3D");
  const query = {
    queryStringParameters: { a: "2", b: "=" },
    multiValueQueryStringParameters: { a: ["1", "2"], b: ["="] },
  };
  expect(authorizer).toMatchObject(query);
  expect(connect).toMatchObject(query);
});

test("a message's event has its body and message id, and neither headers nor query", async () => {
  const { message, port } = await oneOfEach("?a=1");
  expect(message).toEqual({
    requestContext: {
      ...common(port),
      routeKey: "send",
      eventType: "MESSAGE",
      messageId: id,
      authorizer: { principalId: "ann" },
    },
    body: '{"action":"send", "text":"héllo"}',
    isBase64Encoded: false,
  });
});

test("$disconnect's event has code and reason, and headers that are not the handshake's", async () => {
  const { disconnect, port } = await oneOfEach("?a=1");
  const headers = {
    Host: `localhost:${port}`,
    "x-api-key": "",
    "X-Forwarded-For": "",
    "x-restapi": "",
  };
  expect(disconnect).toEqual({
    headers,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value]]),
    ),
    requestContext: {
      ...common(port),
      routeKey: "$disconnect",
      eventType: "DISCONNECT",
      disconnectStatusCode: 1000,
      disconnectReason: "bye",
      authorizer: { principalId: "ann" },
    },
    isBase64Encoded: false,
  });
});

test("all events of a connection agree on who and since when, and each is its own request", async () => {
  const { authorizer, connect, message, disconnect } = await oneOfEach();
  const contexts = [authorizer, connect, message, disconnect].map((event) => event.requestContext);
  expect(new Set(contexts.map((context) => context["connectionId"])).size).toBe(1);
  expect(new Set(contexts.map((context) => context["connectedAt"])).size).toBe(1);
  expect(new Set(contexts.map((context) => context["requestId"])).size).toBe(4);
  for (const context of contexts) {
    expect(context["extendedRequestId"]).toBe(context["requestId"]);
    const [date = "", ...clock] = String(context["requestTime"]).split(":");
    const time = Date.parse(`${date.replaceAll("/", " ")} ${clock.join(":")}`);
    expect(time).toBe(Math.floor(Number(context["requestTimeEpoch"]) / 1000) * 1000);
  }
});
