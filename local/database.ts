// DynamoDB in this process: dynalite, on a random loopback port, in a folder or in memory.
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";
import storage from "dynalite/db/index.js";
import { openFolder } from "./folder.ts";
import { isFromThisMachine } from "./loopback.ts";

export interface Database {
  /** The `endpoint` of a DynamoDB client: `http://127.0.0.1:<port>`. */
  endpoint: string;
  /** Waits for running requests, for at most 1 s, and closes the files. May be called again. */
  close(): Promise<void>;
}

/** The folder contains no usable database; `message` gives the reason in one line. */
export class DatabaseFolderError extends Error {
  override name = "DatabaseFolderError";
}

const DRAIN_MS = 1_000;

/**
 * Starts a DynamoDB in this process. It accepts any credentials and any region.
 *
 * @param path folder of the data, created if missing; without it, the data is lost when the process ends
 * @throws DataFolderError if the folder cannot be written; DatabaseFolderError if another process uses it, or its
 * content is not a database
 */
export async function startDatabase({ path }: { path?: string } = {}): Promise<Database> {
  if (path !== undefined) await openFolder(path);
  const { server, store } = create(path);
  try {
    await store.db.open();
  } catch (error) {
    throw new DatabaseFolderError(reasonOf(error, path ?? "memory"), { cause: error });
  }
  const drained = guard(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => (closed ??= close(server, drained)),
  };
}

/**
 * Creates dynalite's server, and captures its store so that the caller can open it first. By itself, dynalite opens its
 * folder in the background and hides the result: a failure is an uncatchable exception at the first request.
 */
function create(path?: string): { server: Server; store: storage.Store } {
  const { create } = storage;
  const stores: storage.Store[] = [];
  storage.create = (options) => {
    const store = create(options);
    stores.push(store);
    return store;
  };
  try {
    // dynalite imitates AWS's delay, which has no use here.
    const server = dynalite({ path, createTableMs: 0 });
    const [store] = stores;
    if (!store) throw new Error("dynalite makes its store otherwise than version 4.0.0 does");
    closeIterators(store);
    return { server, store };
  } finally {
    storage.create = create;
  }
}

/**
 * Adds `return` to level's iterators: dynalite ends an iterator by that method after each Query, and level has only
 * `close`. Otherwise each iterator stays open with its snapshot of the table, about 3 KB of memory per Query.
 */
function closeIterators({ db }: storage.Store): void {
  for (const kind of ["keys", "values"] as const) {
    const open = db[kind].bind(db);
    db[kind] = (options) => {
      const iterator = open(options);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
  }
}

/**
 * Whether an uncaught error comes from the database: its disk is full, or a file is damaged. dynalite throws such an
 * error where no caller can catch it, so the process must end.
 */
export function isDatabaseFault(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("LEVEL_");
}

function reasonOf(error: unknown, path: string): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return `${path} cannot be opened`;
  if ("code" in cause && cause.code === "LEVEL_LOCKED")
    return `${path} is in use by another process`;
  return `${path} cannot be opened: ${cause.message}`;
}

/**
 * Wraps dynalite's request handler to fix three faults: it answers any web page, it throws (and so ends the process)
 * when a client aborts a request, and it closes its files while requests are running.
 *
 * @returns a function that resolves when no request is running
 */
function guard(server: Server): () => Promise<void> {
  const answering = new Set<Promise<unknown>>();
  const [answer] = server.listeners("request") as [
    (req: IncomingMessage, res: ServerResponse) => void,
  ];
  server.removeAllListeners("request");
  server.on("request", (req: IncomingMessage, res: ServerResponse) => {
    if (!isFromThisMachine(req.headers)) {
      res.writeHead(403).end();
      return;
    }
    const answered = ended(req, res).finally(() => answering.delete(answered));
    answering.add(answered);
    answer(req, res);
    req.removeAllListeners("error").on("error", () => undefined);
  });
  return async () => {
    await Promise.all(answering);
  };
}

/** Resolves when the request is answered, or its client has aborted it. */
function ended(req: IncomingMessage, res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
    res.end = (...args: unknown[]) => {
      resolve();
      return end(...args);
    };
    req.once("close", () => {
      if (!req.complete) resolve();
    });
  });
}

async function close(server: Server, drained: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  const deadline = new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref());
  await Promise.race([drained(), deadline]);
  // Idle keep-alive connections would keep the server open.
  server.closeAllConnections();
  await closed;
}
