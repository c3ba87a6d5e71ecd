// A local API Gateway WebSocket API: one stage on one port, with the real handlers.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { closeCodes } from "./connection.ts";
import { establisher } from "./establish.ts";
import type { Faults } from "./faults.ts";
import type { Observe } from "./gateway-event.ts";
import type { Handler, Route } from "./handler.ts";
import { handshakes } from "./handshake.ts";
import { requestListener } from "./http.ts";
import { Invocations } from "./invocations.ts";
import type { Limits } from "./limits.ts";
import { awsLimits } from "./limits.ts";
import type { Account } from "../sigv4.ts";
import type { Stage } from "./stage.ts";
import { Timers } from "./timers.ts";

export type { Faults } from "./faults.ts";
export type { GatewayEvent } from "./gateway-event.ts";
export type { Handler, InvocationContext, Route } from "./handler.ts";
export type { Limits } from "./limits.ts";
export type { Account } from "../sigv4.ts";

export interface GatewayOptions {
  /** By route key: `$connect`, `$disconnect`, `$default`, and actions. Each is optional. */
  routes: Readonly<Record<string, Route>>;
  authorizer?: Handler | undefined;
  /** Default: `local`. */
  stage?: string | undefined;
  /** The keys whose signatures @connections accepts. Default: `local` and `local`, in us-east-1. */
  account?: (() => Account) | undefined;
  /** The address to listen on. Default: `127.0.0.1`. */
  host?: string | undefined;
  /** The host name in URLs. Default: `localhost`. */
  name?: string | undefined;
  /** Default: 0, any free port. */
  port?: number | undefined;
  limits?: Partial<Limits> | undefined;
  /** Answers the HTTP requests that the gateway does not handle. Without it, they get 403 as on AWS. */
  http?: HttpHandler | undefined;
  /** Called with each event. Must not throw. */
  observe?: Observe | undefined;
}

type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface Gateway {
  readonly port: number;
  /** The URL for clients: `ws://NAME:PORT/STAGE`. */
  readonly url: string;
  /** The endpoint of `@connections`, for this machine only: `http://NAME:PORT/STAGE`. */
  readonly endpoint: string;
  readonly faults: Faults;
  readonly invocations: Pick<Invocations, "running" | "settled">;
  /**
   * Closes all connections (1001), waits for running invocations, `$disconnect` included, and stops listening. Until
   * then, handlers can reach `@connections`. Waits at most `limits.closeGraceMs`. May be called again.
   */
  close(): Promise<void>;
}

/** Starts a gateway. Rejects with Node's error (`EADDRINUSE`, …) if it cannot listen. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host = "127.0.0.1", name = "localhost", port: wanted = 0 } = options;
  const server = createServer();
  // Longer than the time for which clients keep idle connections, so that no POST uses one that the server is closing.
  server.keepAliveTimeout = 75_000;
  const port = await listen(server, wanted, host);
  const stage = createStage(options, `${name}:${port}`);
  const streams = serve(server, stage, options.http);

  const address = `${stage.deployment.domainName}/${stage.deployment.stage}`;
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `ws://${address}`,
    endpoint: `http://${address}`,
    faults: stage.faults,
    invocations: stage.invocations,
    close: () => (closed ??= close(server, stage, streams)),
  };
}

const LOCAL_ACCOUNT = {
  region: "us-east-1",
  accessKeyId: "local",
  secretAccessKey: "local",
};

function createStage(options: GatewayOptions, domainName: string): Stage {
  const limits = { ...awsLimits, ...options.limits };
  const timers = new Timers();
  return {
    deployment: {
      apiId: "local",
      domainName,
      stage: options.stage ?? "local",
    },
    routes: new Map(Object.entries(options.routes)),
    authorizer: options.authorizer,
    account: options.account ?? (() => LOCAL_ACCOUNT),
    limits,
    faults: { dropDisconnects: false },
    timers,
    invocations: new Invocations(limits.integrationMs, timers),
    connections: new Map(),
    observe: options.observe ?? (() => undefined),
    stopping: false,
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Routes requests and upgrades. Returns the open upgraded sockets, which the HTTP server itself no longer tracks. */
function serve(server: Server, stage: Stage, http: HttpHandler | undefined): ReadonlySet<Duplex> {
  const streams = new Set<Duplex>();
  const handshake = handshakes(stage, establisher(stage));
  const onRequest = requestListener(stage, http);
  server.on("request", (request, response) => void onRequest(request, response));
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    streams.add(stream);
    stream.once("close", () => streams.delete(stream));
    void stage.invocations.track(handshake(request, stream, head));
  });
  return streams;
}

async function close(server: Server, stage: Stage, streams: ReadonlySet<Duplex>): Promise<void> {
  stage.stopping = true;
  for (const connection of stage.connections.values()) {
    connection.end(closeCodes.goingAway, "Going away");
  }
  const closing = [...streams].map((stream) => new Promise((done) => stream.once("close", done)));
  await within(stage.limits.closeGraceMs, Promise.all([stage.invocations.settled(), ...closing]));
  stage.timers.stopAll();
  for (const stream of streams) stream.destroy();
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timeout = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timeout);
}
