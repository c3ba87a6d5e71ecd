// An OIDC issuer on a port of its own, for tests of authentication: its keys, and tokens in any form.

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

/** A path's answer: JSON, or a status without a body. */
export type Answer = object | number;

/** A server that answers JSON by path, and counts requests. A test may change its answers while it runs. */
export class Issuer {
  readonly answers = new Map<string, Answer>();
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

  /** The tokens' `iss`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get jwksUri(): string {
    return `${this.url}/keys`;
  }

  /** Publishes keys under `jwksUri`, and a discovery document that names it. */
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

/** Claims or header fields that replace the defaults; `undefined` leaves a field out. */
export type Fields = Record<string, unknown>;

const without = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** A token of ann's that is valid for an hour, signed by `key`, except where the fields differ. */
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

/** A token of these parts, signed or not. */
export const joined = (header: object, payload: object, signature = ""): string => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return [encode(header), encode(payload), signature].join(".");
};
