// An OIDC issuer for this machine: issues a token for any user id, without a password.
import type { IncomingMessage, ServerResponse } from "node:http";
import { SignJWT, type JSONWebKeySet } from "jose";
import { name } from "../protocol/text.ts";
import { isUserId } from "../protocol/users.ts";
import { isFromThisMachine, type Admit } from "./loopback.ts";
import { ALGORITHM, openSigningKey } from "./signing-key.ts";

export interface Issuer {
  /** The public keys, as `GET /.well-known/jwks.json` answers them. */
  jwks: JSONWebKeySet;
  /** Issues a token for a user id, which is not checked; `expiresIn` in seconds, negative for an expired token. */
  sign(userId: string, options?: { first_name?: string; expiresIn?: number }): Promise<string>;
  /** Answers a request to the issuer; resolves to false for any other. */
  handle(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
}

export interface IssuerOptions {
  /** The folder of the signing key, so that tokens stay valid after a restart; without it, the key is temporary. */
  folder?: string | undefined;
  /** The tokens' `iss`, and the base URL of the paths that `handle` answers. */
  issuer: string;
  audience: string;
  /** The lifetime of tokens from `POST /token`. Default: 1 h, as for Cognito and most other issuers. */
  ttlSeconds?: number;
  /** Which requests are answered. Default: those from this machine. */
  admit?: Admit | undefined;
}

const PATHS = {
  token: "/token",
  jwks: "/.well-known/jwks.json",
  configuration: "/.well-known/openid-configuration",
};
const BODY_BYTES = 4 * 1024;

/** @throws SigningKeyError if the key cannot be stored in the folder */
export async function openIssuer(options: IssuerOptions): Promise<Issuer> {
  const { issuer, audience, ttlSeconds = 3600, admit = isFromThisMachine } = options;
  const { privateKey, publicJwk } = await openSigningKey(options.folder);
  const jwks = { keys: [publicJwk] };
  const configuration = {
    issuer,
    jwks_uri: issuer + PATHS.jwks,
    token_endpoint: issuer + PATHS.token,
    id_token_signing_alg_values_supported: [ALGORITHM],
    response_types_supported: ["token"],
    subject_types_supported: ["public"],
  };

  const sign: Issuer["sign"] = (userId, { first_name, expiresIn = ttlSeconds } = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(first_name === undefined ? {} : { given_name: first_name })
      .setProtectedHeader({ alg: ALGORITHM, kid: publicJwk.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresIn)
      .sign(privateKey);
  };

  async function issue(req: IncomingMessage): Promise<Answer> {
    const request = tokenRequest(await bodyOf(req));
    const token = await sign(request.user_id, request);
    return { status: 200, body: { token, expires_in: ttlSeconds } };
  }

  const endpoints: Record<string, Endpoint | undefined> = {
    [PATHS.token]: { method: "POST", answer: issue },
    [PATHS.jwks]: { method: "GET", answer: () => ({ status: 200, body: jwks }) },
    [PATHS.configuration]: { method: "GET", answer: () => ({ status: 200, body: configuration }) },
  };

  return {
    jwks,
    sign,
    async handle(req, res) {
      const endpoint = endpoints[req.url?.split("?")[0] ?? ""];
      if (!endpoint) return false;
      send(req, res, endpoint.method, await answerOf(endpoint, req, admit));
      return true;
    },
  };
}

interface Endpoint {
  method: "GET" | "POST";
  answer(req: IncomingMessage): Answer | Promise<Answer>;
}

interface Answer {
  status: number;
  body?: unknown;
}

/** A refused request; `message` is for the client. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function answerOf(endpoint: Endpoint, req: IncomingMessage, admit: Admit): Promise<Answer> {
  try {
    if (!admit(req.headers)) {
      throw new Refusal(403, "Only programs and pages of this machine get an answer here.");
    }
    if (req.method === "OPTIONS") return { status: 204 };
    if (req.method !== endpoint.method) throw new Refusal(405, `Use ${endpoint.method} here.`);
    return await endpoint.answer(req);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: { error: error.message } };
  }
}

/**
 * The CORS header names the origin of a request that `admit` allowed: a page on another port (a demo served by another
 * process) may read the response.
 */
function send(req: IncomingMessage, res: ServerResponse, method: string, answer: Answer): void {
  const { origin } = req.headers;
  res.setHeader("Vary", "Origin");
  res.setHeader("Cache-Control", "no-store");
  if (origin !== undefined && answer.status !== 403) {
    res.setHeader("Access-Control-Allow-Origin", origin);
    res.setHeader("Access-Control-Allow-Methods", method);
    res.setHeader("Access-Control-Allow-Headers", "Content-Type");
  }
  if (answer.status === 405) res.setHeader("Allow", `${method}, OPTIONS`);
  // The rest of the body is not read, so the connection cannot be used again.
  if (answer.status === 413) res.setHeader("Connection", "close");
  if (answer.body !== undefined) res.setHeader("Content-Type", "application/json");
  res.writeHead(answer.status).end(answer.body && JSON.stringify(answer.body));
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) throw new Refusal(413, `The body is over ${BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tokenRequest(body: string): { user_id: string; first_name?: string } {
  const { user_id, first_name } = objectOf(body);
  if (typeof user_id !== "string" || !isUserId(user_id)) {
    throw new Refusal(
      400,
      "user_id must be 1 to 128 characters out of A-Z a-z 0-9 . _ : @ | -, and not reserved, as `message` is.",
    );
  }
  if (first_name === undefined) return { user_id };
  const parsed = name.safeParse(first_name);
  if (!parsed.success) throw new Refusal(400, "first_name must be text of up to 100 characters.");
  return { user_id, first_name: parsed.data };
}

function objectOf(body: string): { user_id?: unknown; first_name?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // The message below explains it.
  }
  throw new Refusal(400, 'The body must be JSON: {"user_id": "ann", "first_name": "Ann"}');
}
