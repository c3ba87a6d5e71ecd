// The local issuer of tokens.

import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type RequestOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openIssuer, type Issuer } from "../../local/issuer.ts";
import { SigningKeyError } from "../../local/signing-key.ts";

const iss = "http://localhost:3000";
const expected = { issuer: iss, audience: "parley" };

const atEnd: (() => Promise<unknown>)[] = [];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-issuer-"));
  atEnd.push(() => rm(folder, { recursive: true }));
});

afterEach(async () => {
  for (const end of atEnd.splice(0).reverse()) await end();
});

// One issuer for all tests that need no new one, because generating a key is slow.
const issuer = await openIssuer(expected);

const open = (options: { folder?: string; ttlSeconds?: number } = {}): Promise<Issuer> =>
  openIssuer({ ...expected, ...options });

/** Serves an issuer. Requests that it does not handle get 404 `not the issuer's`. */
async function serve(served: Issuer): Promise<string> {
  const server = createServer((req, res) => {
    void served.handle(req, res).then((answered) => {
      if (!answered) res.writeHead(404).end("not the issuer's");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  atEnd.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(url: string, options: RequestOptions, body?: string): Promise<IncomingMessage> {
  const req = request(url, options).end(body);
  const [res] = (await once(req, "response")) as [IncomingMessage];
  return res;
}

const askToken = async (body: unknown, headers: Record<string, string> = {}) =>
  ask(
    `${await serve(issuer)}/token`,
    { method: "POST", headers },
    typeof body === "string" ? body : JSON.stringify(body),
  );

describe("a token", () => {
  it("is verified by the published keys, and is the requested user's for an hour", async () => {
    const url = await serve(issuer);
    const res = await ask(
      `${url}/token`,
      { method: "POST" },
      JSON.stringify({ user_id: "ann", first_name: "Ann" }),
    );
    expect(res.statusCode).toBe(200);
    const { token, expires_in } = (await json(res)) as { token: string; expires_in: number };
    expect(expires_in).toBe(3600);

    const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(token, keys, expected);
    expect(payload).toMatchObject({ sub: "ann", given_name: "Ann" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it("holds no name unless one is given", async () => {
    const res = await askToken({ user_id: "ann" });
    const { token } = (await json(res)) as { token: string };
    expect(decodeJwt(token)).not.toHaveProperty("given_name");
  });

  it("can be expired, for tests of that", async () => {
    const token = await issuer.sign("ann", { expiresIn: -60 });
    await expect(jwtVerify(token, createLocalJWKSet(issuer.jwks), expected)).rejects.toThrow(
      errors.JWTExpired,
    );
  });
});

describe("POST /token", () => {
  it.each([
    ["no JSON", "user_id=ann", /must be JSON/],
    ["JSON, but no object", "[]", /^user_id must/],
    ["null", "null", /must be JSON/],
    ["no user_id", {}, /^user_id must/],
    ["a user_id of other characters", { user_id: "ann smith" }, /^user_id must/],
    ["an event's name as user_id", { user_id: "message" }, /^user_id must/],
    ["a user_id that is no string", { user_id: 7 }, /^user_id must/],
    ["a first_name over 100 characters", { user_id: "a", first_name: "x".repeat(101) }, /^first_/],
    ["a first_name that is no string", { user_id: "a", first_name: 7 }, /^first_name must/],
  ])("refuses %s, and says what is wrong", async (_what, body, message) => {
    const res = await askToken(body);
    expect(res.statusCode).toBe(400);
    expect(await json(res)).toEqual({ error: expect.stringMatching(message) as string });
  });

  it("refuses a body over 4 KB", async () => {
    const res = await askToken({ user_id: "ann", first_name: "x".repeat(5000) });
    expect(res.statusCode).toBe(413);
  });

  it("refuses any other method, and names the allowed ones", async () => {
    const res = await ask(`${await serve(issuer)}/token`, { method: "GET" });
    expect(res.statusCode).toBe(405);
    expect(res.headers.allow).toBe("POST, OPTIONS");
  });

  it.each([
    ["a page of another site", { origin: "https://example.com" }],
    ["a page that poses as local", { origin: "http://localhost.example.com" }],
    ["a sandboxed frame or a local file", { origin: "null" }],
    ["a domain that was rebound to this machine", { host: "example.com:3000" }],
    ["a local page on a rebound domain", { host: "example.com", origin: "http://localhost" }],
  ])("gives no token to %s, and lets it read nothing", async (_who, headers) => {
    const res = await askToken({ user_id: "ann" }, headers);
    expect(res.statusCode).toBe(403);
    expect(res.headers).not.toHaveProperty("access-control-allow-origin");
    expect(await text(res)).not.toContain("token");
  });

  it.each(["http://localhost:5173", "http://127.0.0.1:8080", "http://[::1]:3000"])(
    "lets a page of this machine read its answer: %s",
    async (origin) => {
      const res = await askToken({ user_id: "ann" }, { origin, host: "localhost:3000" });
      expect(res.statusCode).toBe(200);
      expect(res.headers["access-control-allow-origin"]).toBe(origin);
    },
  );

  it("answers a local page's preflight", async () => {
    const headers = { origin: "http://localhost:5173", "access-control-request-method": "POST" };
    const url = await serve(issuer);
    const res = await ask(`${url}/token`, { method: "OPTIONS", headers });
    expect(res.statusCode).toBe(204);
    expect(res.headers["access-control-allow-headers"]).toBe("Content-Type");
  });
});

describe("the issuer", () => {
  it("publishes where its keys and tokens are", async () => {
    const res = await ask(`${await serve(issuer)}/.well-known/openid-configuration`, {});
    expect(await json(res)).toMatchObject({
      issuer: iss,
      jwks_uri: `${iss}/.well-known/jwks.json`,
      token_endpoint: `${iss}/token`,
    });
  });

  it("never publishes the private half of its key", async () => {
    const res = await ask(`${await serve(issuer)}/.well-known/jwks.json`, {});
    const { keys } = (await json(res)) as { keys: object[] };
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  it("leaves every other path alone", async () => {
    const res = await ask(`${await serve(issuer)}/tokens`, { method: "POST" });
    expect(await text(res)).toBe("not the issuer's");
  });

  it("keeps its key, so that tokens outlive a restart", async () => {
    const token = await (await open({ folder: join(folder, "new") })).sign("ann");
    const { jwks } = await open({ folder: join(folder, "new") });
    await jwtVerify(token, createLocalJWKSet(jwks), expected);
  });

  it("keeps its key in a file that no other user of this machine can read", async () => {
    await open({ folder });
    expect((await stat(join(folder, "signing-key.json"))).mode & 0o777).toBe(0o600);
  });

  it("makes a key for this run if there is no folder", async () => {
    const [first, second] = [await open(), await open()];
    expect(first.jwks).not.toEqual(second.jwks);
  });

  it("refuses a key file that it does not understand, and leaves it as it is", async () => {
    const file = join(folder, "signing-key.json");
    await writeFile(file, "{}");
    await expect(open({ folder })).rejects.toThrow(
      new SigningKeyError(`${file} is not a signing key; delete it to have a new one made`),
    );
    expect(await readFile(file, "utf8")).toBe("{}");
  });

  it("refuses a file in the folder's place, and says so", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(open({ folder: join(folder, "file") })).rejects.toThrow(/cannot be kept: E/);
  });
});
