// The whole backend in one process: the local gateway, a DynamoDB, an SQS, an S3, a token issuer and the production
// handlers.
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { ADMIN_TIMEOUT_SECONDS } from "../lambdas/names.ts";
import { startDatabase, type Database } from "../local/database.ts";
import { putEventsApi, type Envelope } from "../local/event-bus.ts";
import type { EventSource } from "../local/event-source.ts";
import {
  startGateway,
  type Gateway,
  type GatewayEvent,
  type Limits,
} from "../local/gateway/gateway.ts";
import { namesOf } from "../local/host.ts";
import { openIssuer, type Issuer } from "../local/issuer.ts";
import { invokeApi } from "../local/invoke.ts";
import { isFromThisMachine, isFromThisNetwork, isOfThisMachine } from "../local/loopback.ts";
import type { QueueService } from "../local/queue.ts";
import { accountOf, setEnvironment, isolateFromAws, type Deployment } from "./aws/environment.ts";
import { makeQueue, openQueueService, startFanOut } from "./aws/fan-out.ts";
import {
  adminOf,
  authorizerOf,
  fanOutIn,
  loadHandlers,
  routesTo,
  type Handlers,
} from "./aws/handlers.ts";
import { refuseSocketIo } from "./aws/socket-io.ts";
import { openFiles, type FileService } from "./aws/storage.ts";
import { makeTable } from "./aws/table.ts";

export interface ServerOptions {
  /** The address or host name to listen on. Default: `127.0.0.1`. */
  host?: string;
  /** Default: 0, any free port. */
  port?: number;
  /** The folder of data and the issuer's key, created if missing. Without it, both are lost when the process ends. */
  dataDir?: string;
  /** A DynamoDB to use instead of the embedded one. */
  dynamodbEndpoint?: string;
  /** An SQS to use instead of the one in this process. */
  sqsEndpoint?: string;
  /** An S3 to use instead of the one in this process. */
  s3Endpoint?: string;
  /** A deployment's settings, for tests in which the defaults are too large. */
  settings?: Pick<
    Deployment,
    | "fanOutPostsPerSecond"
    | "smallRoomMembers"
    | "maxGroupMembers"
    | "messageRetentionDays"
    | "limits"
    | "uploads"
    | "eventText"
  >;
  /**
   * The delay before failed fan-out messages are retried, for tests in which the queue's visibility timeout is too
   * long.
   */
  retryAfterSeconds?: number;
  /** The gateway's limits, for tests in which AWS's are too large. */
  limits?: Partial<Limits>;
  /** Receives domain events, like a target of the event bus. Without it there is no bus. */
  onDomainEvent?: (envelope: Envelope) => void;
  observe?: (event: GatewayEvent) => void;
  /** Answers the requests that no other part of the server answers; resolves to false for an unknown path. */
  page?: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
}

export interface Server {
  /** For clients: `ws://localhost:PORT/local`. */
  url: string;
  /** The base URL of `/token` and the issuer's other paths: `http://localhost:PORT`. */
  httpUrl: string;
  /** The same URLs for other machines, if they can reach this one. */
  networkUrl: string | undefined;
  dynamodbEndpoint: string;
  sqsEndpoint: string;
  gateway: Gateway;
  issuer: Issuer;
  fanOut: EventSource;
  /** Closes the connections, waits for running invocations, and closes the database. */
  close(): Promise<void>;
}

const TABLE = "parley";
const AUDIENCE = "parley-local";

let isStarted = false;

/**
 * Starts a server, once per process: the handlers read their environment when they are loaded, and this function sets
 * it. In a vitest file, `vi.resetModules()` before another import of this module allows another start.
 *
 * @throws Node's error if the port or the host is not available, DataFolderError, DatabaseFolderError, SigningKeyError,
 * EndpointError
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  if (isStarted) throw new Error("There can be only one server in a process.");
  isStarted = true;
  const { host, port, limits, observe } = options;
  const names = namesOf(host ?? "localhost");
  // The gateway starts first, because the settings of issuer and handlers contain its port. Its events wait for the
  // rest.
  const handlers = async () => (await backend).handlers;
  const account = accountOf(process.env);
  const invoke = invokeApi({
    account,
    find: adminOf(handlers),
    timeoutMs: ADMIN_TIMEOUT_SECONDS * 1_000,
  });
  const putEvents =
    options.onDomainEvent && putEventsApi({ account, onEvent: options.onDomainEvent });
  const gateway = await startGateway({
    routes: routesTo(handlers),
    authorizer: authorizerOf(handlers),
    account,
    http: async (req, res) => {
      const { issuer, files } = await backend;
      if (isOfThisMachine(req.socket)) {
        if (await invoke(req, res)) return;
        if (await putEvents?.(req, res)) return;
      }
      if (await issuer.handle(req, res)) return;
      if (await files.handle(req, res)) return;
      if (refuseSocketIo(req, res)) return;
      if (!(await options.page?.(req, res))) refuse(res);
    },
    stage: "local",
    name: names.own,
    host,
    port,
    limits,
    observe,
  });
  const addresses: Addresses = {
    httpUrl: `http://${names.own}:${gateway.port}`,
    networkUrl: names.network && `http://${names.network}:${gateway.port}`,
  };
  const backend = startBackend(gateway, addresses, options);
  try {
    const { database, queue, files, issuer, fanOut } = await backend;
    return {
      url: gateway.url,
      ...addresses,
      dynamodbEndpoint: database.endpoint,
      sqsEndpoint: queue.endpoint,
      gateway,
      issuer,
      fanOut,
      async close() {
        await gateway.close();
        await fanOut.close();
        await queue.close();
        await files.close();
        await database.close();
      },
    };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

type Addresses = Pick<Server, "httpUrl" | "networkUrl">;

interface Backend {
  database: Database;
  queue: QueueService;
  files: FileService;
  issuer: Issuer;
  handlers: Handlers;
  fanOut: EventSource;
}

async function startBackend(
  gateway: Gateway,
  { httpUrl, networkUrl }: Addresses,
  options: ServerOptions,
): Promise<Backend> {
  const { dataDir, settings, retryAfterSeconds } = options;
  // Must run before any client of the AWS SDK is created.
  isolateFromAws(options.dynamodbEndpoint !== undefined);
  const database = await openDatabase(options);
  const queue = await openQueueService(options.sqsEndpoint);
  const admit = networkUrl === undefined ? isFromThisMachine : isFromThisNetwork;
  try {
    const files = await openFiles({
      endpoint: options.s3Endpoint,
      httpUrl: networkUrl ?? httpUrl,
      dataDir,
      admit,
    });
    const [fifo] = await Promise.all([
      makeQueue(queue.endpoint),
      makeTable(database.endpoint, TABLE),
    ]);
    setEnvironment({
      tableName: TABLE,
      dynamodbEndpoint: database.endpoint,
      sqsEndpoint: queue.endpoint,
      fanOutQueueUrl: fifo.url,
      connectionsEndpoint: gateway.endpoint,
      filesBucket: files.bucket,
      filesUrl: files.url,
      issuer: httpUrl,
      audience: AUDIENCE,
      jwksUri: `${httpUrl}/.well-known/jwks.json`,
      ...(options.onDomainEvent && { eventBusName: "local", eventsEndpoint: httpUrl }),
      ...settings,
    });
    const handlers = await loadHandlers();
    return {
      database,
      queue,
      files,
      handlers,
      issuer: await openIssuer({ folder: dataDir, issuer: httpUrl, audience: AUDIENCE, admit }),
      fanOut: startFanOut(queue.endpoint, fifo, fanOutIn(handlers), {
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      }),
    };
  } catch (error) {
    await queue.close();
    await database.close();
    throw error;
  }
}

async function openDatabase({ dynamodbEndpoint, dataDir }: ServerOptions): Promise<Database> {
  if (dynamodbEndpoint !== undefined) {
    return { endpoint: dynamodbEndpoint, close: () => Promise.resolve() };
  }
  return startDatabase(dataDir === undefined ? {} : { path: join(dataDir, "database") });
}

function refuse(res: ServerResponse): void {
  res.writeHead(404, { "Content-Type": "application/json" });
  res.end(JSON.stringify({ error: "There is nothing here. Try POST /token." }));
}
