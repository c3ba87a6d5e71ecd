// The fixture of the gateway's tests: a gateway that is closed after its test, and its clients.
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished, vi } from "vitest";
import { WebSocket } from "ws";
import type { Gateway, GatewayEvent, GatewayOptions } from "../../../local/gateway/gateway.ts";
import { startGateway } from "../../../local/gateway/gateway.ts";
import type { ConnectOptions, TestClient } from "../../websocket-client.ts";
import { connect } from "../../websocket-client.ts";
import { recorder } from "./handlers.ts";

export interface Fixture {
  gateway: Gateway;
  /** The events of the gateway's observer so far. */
  observed: GatewayEvent[];
  /** The first event of a kind, past or future. */
  until: <K extends GatewayEvent["kind"]>(kind: K) => Promise<Extract<GatewayEvent, { kind: K }>>;
  /** Opens a client. Its connection id is that of the latest connection, so clients must be opened one by one. */
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

export interface Ending {
  code: number;
  reason: string;
}

interface Disconnect {
  requestContext: { disconnectStatusCode: number; disconnectReason: string };
}

/** Starts a gateway that records `$disconnect`. `gone`: the code and reason in the first `$disconnect` event. */
export async function startWithDisconnect(options: Partial<GatewayOptions> = {}) {
  const disconnected = recorder<Disconnect>();
  const gone = disconnected
    .next()
    .then(
      ({ requestContext: { disconnectStatusCode: code, disconnectReason: reason } }): Ending => ({
        code,
        reason,
      }),
    );
  const routes = { ...options.routes, $disconnect: disconnected.route };
  return { ...(await start({ ...options, routes })), disconnected, gone };
}

/** An SDK client without retries, because a retry would hide a refusal. */
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

export const post = (
  management: ApiGatewayManagementApiClient,
  ConnectionId: string,
  Data: string,
) => management.send(new PostToConnectionCommand({ ConnectionId, Data }));

export interface HandshakeRefusal {
  status: number | undefined;
  body: unknown;
}

/** The status and body of a refused handshake. Only the client of the package ws exposes them. */
export async function refusedHandshake(
  url: string,
  headers: Record<string, string> = {},
): Promise<HandshakeRefusal> {
  const socket = new WebSocket(url, { headers });
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

/** Opens a connection with the package ws, for actions that a browser's WebSocket does not support. */
export async function wsClient(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  return socket;
}

/** The code and reason with which a connection of the package ws ends. */
export async function wsClosed(socket: WebSocket): Promise<Ending> {
  const [code, reason] = (await once(socket, "close")) as [number, Buffer];
  return { code, reason: reason.toString() };
}

/** Freezes the clock until the end of the test, which can advance it. Sockets continue in real time. */
export function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}
