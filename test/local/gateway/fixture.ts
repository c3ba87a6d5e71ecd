// The fixture of the gateway's tests: a gateway that is closed after its test, clients, handlers and recorders.
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type {
  Gateway,
  GatewayEvent,
  GatewayOptions,
  Handler,
} from "../../../local/gateway/gateway.ts";
import { startGateway } from "../../../local/gateway/gateway.ts";
import type { ConnectOptions, TestClient } from "../../websocket-client.ts";
import { connect } from "../../websocket-client.ts";

export interface Fixture {
  gateway: Gateway;
  /** The events of the gateway's observer so far. */
  observed: GatewayEvent[];
  /** The first event of a kind, past or future. */
  until: <K extends GatewayEvent["kind"]>(kind: K) => Promise<Extract<GatewayEvent, { kind: K }>>;
  /** A client with its connection id, which is the latest connection's: open one client after another. */
  client: (options?: ConnectOptions) => Promise<TestClient & { id: string }>;
  management: ApiGatewayManagementApiClient;
}

export async function start(options: Partial<GatewayOptions> = {}): Promise<Fixture> {
  const observed: GatewayEvent[] = [];
  const waiting: (() => void)[] = [];
  const gateway = await startGateway({
    routes: {},
    ...options,
    observe: (event) => {
      observed.push(event);
      for (const look of waiting) look();
    },
  });
  onTestFinished(() => gateway.close());

  type Kind<K> = Extract<GatewayEvent, { kind: K }>;
  const until = <K extends GatewayEvent["kind"]>(kind: K) =>
    new Promise<Kind<K>>((resolve) => {
      const look = () => {
        const event = observed.find((event): event is Kind<K> => event.kind === kind);
        if (event) resolve(event);
      };
      waiting.push(look);
      look();
    });

  const client = async (connectOptions?: ConnectOptions) => {
    const client = await connect(gateway.url, connectOptions);
    const id = observed.findLast((event) => event.kind === "connected")?.connectionId ?? "";
    return { ...client, id };
  };
  return { gateway, observed, until, client, management: managementClient(gateway.endpoint) };
}

/** A client of the SDK that attempts once: a retry would hide a refusal. */
export function managementClient(endpoint: string): ApiGatewayManagementApiClient {
  const client = new ApiGatewayManagementApiClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

export interface HandshakeRefusal {
  status: number | undefined;
  body: unknown;
}

/** The status and body of a refused handshake, which only the client of ws shows. */
export async function refusedHandshake(
  url: string,
  headers: Record<string, string> = {},
): Promise<HandshakeRefusal> {
  const socket = new WebSocket(url, { headers });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

/** An open connection of ws, for what a browser cannot do. */
export async function wsClient(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  return socket;
}

/** The code and reason with which a connection of ws ends. */
export async function wsClosed(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(socket, "close")) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** An authorizer that allows everybody, with the same context. */
export function allowing(context: Record<string, unknown> = {}): Handler {
  return (event: { methodArn: string }) => policy("Allow", event.methodArn, context);
}

export function policy(Effect: string, Resource: unknown, context: unknown = {}) {
  return Promise.resolve({
    principalId: "ann",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect, Action: "execute-api:Invoke", Resource }],
    },
    context,
  });
}

/** A handler that answers with the body of its event. */
export const echo: Handler = (event: APIGatewayProxyWebsocketEventV2) =>
  Promise.resolve({ statusCode: 200, body: event.body ?? "" });

/** A handler that records its events and answers 200. */
export function recorder<Event = Record<string, unknown>>() {
  const events: Event[] = [];
  const waiting: ((event: Event) => void)[] = [];
  const handler: Handler = (event: Event) => {
    events.push(event);
    waiting.shift()?.(event);
    return Promise.resolve({ statusCode: 200 });
  };
  return {
    events,
    handler,
    route: { handler, twoWay: false },
    /** The next event from now on. */
    next: () => new Promise<Event>((resolve) => waiting.push(resolve)),
  };
}

/** A promise that the test resolves, to keep a handler running for as long as it likes. */
export function gate<T = void>() {
  let open!: (value: T) => void;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
