// S3 on this machine, for one bucket. Adds to fauxqs what it lacks and a browser needs: signatures and their expiry,
// forms with policies, tags and expiry by tag, CORS, and objects that survive a restart.
import type { IncomingMessage, ServerResponse } from "node:http";
import { buildApp, type BuildAppOptions } from "fauxqs";
import type { Account } from "../sigv4.ts";
import { openFolder } from "../folder.ts";
import { isFromThisMachine, type Admit } from "../loopback.ts";
import { fauxqsStore, StorageError } from "./fauxqs-store.ts";
import { readForm } from "./form.ts";
import { openObjects, type Objects } from "./objects.ts";
import { checkPolicy } from "./policy.ts";
import { isSigned } from "./signature.ts";

export interface StorageOptions {
  readonly bucket: string;
  /** The folder of the objects; without it, they are lost when the process ends. */
  readonly folder?: string | undefined;
  readonly account: () => Account;
  /** Whether a page may read the response to its request (CORS). Default: pages of this machine. */
  readonly admit?: Admit | undefined;
  /** Uploads with this tag are deleted after `days` days. */
  readonly unnamed: { readonly tag: string; readonly value: string; readonly days: number };
}

export interface Storage {
  /** Answers a request whose path begins with the bucket's name; resolves to false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
}

/** Limits the memory of an upload, because a file is read into memory as a whole. */
const MOST_BYTES = 128 * 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1_000;
const HOUR_MS = DAY_MS / 24;

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse; key: string }>;

/** Opens the bucket, and deletes expired uploads now and every hour. @throws DataFolderError */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { bucket, account, admit = isFromThisMachine } = options;
  if (options.folder !== undefined) await openFolder(options.folder);
  const objects = openObjects(options.folder);
  const app = buildApp({
    logger: false,
    // fauxqs's other services are disabled.
    stores: { s3Store: fauxqsStore(bucket, objects) } as BuildAppOptions["stores"],
  });
  app.setErrorHandler((error: unknown, _request, reply) => {
    const fault = error instanceof StorageError ? error : failure(error);
    return reply.code(fault.statusCode).type("application/xml").send(xmlOf(fault));
  });
  await app.ready();
  expire(objects, options.unnamed);
  const timer = setInterval(expire, HOUR_MS, objects, options.unnamed).unref();

  async function answer({ request, response, key }: Exchange): Promise<void> {
    if (isForm(request)) {
      await storeForm({ request, response, key }, { objects, bucket, account: account() });
      return;
    }
    if (!isSigned(request, account())) throw new StorageError(403, "AccessDenied", "Access Denied");
    if (isTagging(request)) {
      untag(objects, { request, response, key });
      return;
    }
    const { disposition } = objects.info(key) ?? {};
    if (disposition !== undefined) response.setHeader("Content-Disposition", disposition);
    app.routing(request, response);
  }

  return {
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      if (pathname !== `/${bucket}` && !pathname.startsWith(`/${bucket}/`)) return false;
      response.setHeader("X-Content-Type-Options", "nosniff");
      if (allowOrigin(request, response, admit)) return true;
      const key = decodeURIComponent(pathname.slice(bucket.length + 2));
      try {
        await answer({ request, response, key });
      } catch (error) {
        send(response, error instanceof StorageError ? error : failure(error));
      }
      return true;
    },
    async close() {
      clearInterval(timer);
      await app.close();
    },
  };
}

/** Deletes the files to which no message has referred within `days` days, like the bucket's lifecycle rule. */
function expire(objects: Objects, { tag, value, days }: StorageOptions["unnamed"]): void {
  const before = Date.now() - days * DAY_MS;
  const pair = `<Key>${tag}</Key><Value>${value}</Value>`;
  for (const { key, tagging = "", modifiedAt } of objects.list()) {
    if (tagging.includes(pair) && modifiedAt < before) objects.delete(key);
  }
}

/** Allows pages on another port. Returns true if the request was only a CORS preflight. */
function allowOrigin(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  admit: Admit,
): boolean {
  const { origin } = headers;
  response.setHeader("Vary", "Origin");
  if (origin !== undefined && admit(headers)) {
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
    response.setHeader("Access-Control-Allow-Headers", "*");
    response.setHeader("Access-Control-Expose-Headers", "ETag");
  }
  if (method !== "OPTIONS") return false;
  response.writeHead(204).end();
  return true;
}

const isForm = ({ method, headers }: IncomingMessage): boolean =>
  method === "POST" && (headers["content-type"] ?? "").startsWith("multipart/form-data");

const isTagging = ({ method, url = "" }: IncomingMessage): boolean =>
  method === "DELETE" && new URLSearchParams(url.split("?")[1]).has("tagging");

function untag(objects: Objects, { response, key }: Exchange): void {
  if (!objects.info(key)) {
    throw new StorageError(404, "NoSuchKey", "The specified key does not exist.");
  }
  objects.untag(key);
  response.writeHead(204).end();
}

interface Bucket {
  readonly objects: Objects;
  readonly bucket: string;
  readonly account: Account;
}

async function storeForm(
  { request, response }: Exchange,
  { objects, bucket, account }: Bucket,
): Promise<void> {
  const { fields, file } = await readForm(request, MOST_BYTES);
  checkPolicy(fields, file.length, bucket, account);
  const about = {
    contentType: fields.get("content-type") ?? "binary/octet-stream",
    ...optional("disposition", fields.get("content-disposition")),
    ...optional("tagging", fields.get("tagging")),
  };
  const { etag } = objects.put(fields.get("key") ?? "", file, about);
  response.writeHead(204, { ETag: etag }).end();
}

const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;

const failure = (error: unknown): StorageError =>
  new StorageError(500, "InternalError", error instanceof Error ? error.message : String(error));

function send(response: ServerResponse, fault: StorageError): void {
  response.writeHead(fault.statusCode, { "Content-Type": "application/xml" }).end(xmlOf(fault));
}

const xmlOf = ({ code, message }: StorageError): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message.replace(/[<&>]/g, "")}</Message></Error>`;
