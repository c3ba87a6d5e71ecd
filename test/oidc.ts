// An OIDC issuer on a local port, for tests of authentication, with keys and with tokens of any form.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";

export const AUDIENCE = "parley";

export interface Key {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** The public half, as in a JWKS. */
  readonly jwk: JWK;
}

export async function makeKey(kid: string, alg = "ES256"): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" } };
}

/** The response for a path: a JSON body, or a status without a body. */
export type Answer = object | number;

/** A server that responds with JSON by path and records requests. A test may change its responses at any time. */
export class Issuer {
  readonly answers = new Map<string, Answer>();
  /** The paths of all requests so far. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((req, res) => {
      const path = req.url ?? "";
      this.asked.push(path);
      const answer = this.answers.get(path) ?? 404;
      if (typeof answer === "number") res.writeHead(answer).end();
      else res.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
    });
  }

  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    issuer.#server.listen(0, "127.0.0.1");
    await once(issuer.#server, "listening");
    return issuer;
  }

  /** The `iss` of its tokens. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get jwksUri(): string {
    return `${this.url}/keys`;
  }

  /** Publishes the keys under `jwksUri`, and a discovery document that contains `jwksUri`. */
  publish(...keys: Key[]): void {
    this.answers.set("/keys", { keys: keys.map(({ jwk }) => jwk) });
    const document = { issuer: this.url, jwks_uri: this.jwksUri };
    this.answers.set("/.well-known/openid-configuration", document);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** Claims or header fields that replace the defaults. `undefined` removes a field. */
export type Fields = Record<string, unknown>;

const without = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Signs a token with `key`: for ann and valid for an hour, unless `claims` and `header` replace the defaults. */
export async function tokenOf(
  issuer: string,
  key: Key,
  claims: Fields = {},
  header: Fields = {},
): Promise<string> {
  const { alg, kid } = key.jwk;
  const now = Math.floor(Date.now() / 1_000);
  const all = { iss: issuer, aud: AUDIENCE, sub: "ann", iat: now, exp: now + 3_600, ...claims };
  return await new SignJWT(without(all))
    .setProtectedHeader(without({ alg, kid, ...header }) as { alg: string })
    .sign(key.privateKey);
}

/** Joins the parts of a token. The signature is not computed or checked. */
export const joined = (header: object, payload: object, signature = ""): string => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return [encode(header), encode(payload), signature].join(".");
};
