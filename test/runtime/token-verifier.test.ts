// The issuer's keys: their URL, the time of their fetch, and the handling of a failed fetch.

import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AUDIENCE, Issuer, makeKey, tokenOf, type Key } from "../oidc.ts";
import { watchLog } from "./watched-log.ts";

const log = watchLog();
const DISCOVERY = "/.well-known/openid-configuration";

let issuer: Issuer;
let key: Key;

beforeEach(async () => {
  issuer = await Issuer.start();
  key = await makeKey("key-1");
  issuer.publish(key);
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await issuer.close();
});

/** The authorizer of a new container. Its result takes a token: it resolves if the token is accepted, else throws. */
async function authorizer(env: { issuer?: string; jwksUri?: string } = {}) {
  vi.resetModules();
  vi.stubEnv("OIDC_ISSUER", env.issuer ?? issuer.url);
  vi.stubEnv("OIDC_AUDIENCE", AUDIENCE);
  vi.stubEnv("OIDC_JWKS_URI", env.jwksUri);
  const { handler } = await import("../../lambdas/authorizer.ts");
  return async (token: string) =>
    (await handler({ methodArn: "arn", queryStringParameters: { token } })).principalId;
}

/** The URL of a port on which nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/** Expects an error that API Gateway does not answer with 401, and a line at level error in the log. */
async function expectFault(opening: Promise<unknown>): Promise<void> {
  const thrown: unknown = await opening.catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
  expect((thrown as Error).message).not.toBe("Unauthorized");
  expect(log.lines()).toMatchObject([{ level: "error", message: "authorizer" }]);
}

describe("the issuer's keys", () => {
  it("are found by its discovery document, if no address is set", async () => {
    const open = await authorizer();
    expect(await open(await tokenOf(issuer.url, key))).toBe("ann");
    expect(issuer.asked).toEqual([DISCOVERY, "/keys"]);
  });

  it("are found that way also for an issuer that ends with a slash, as some do", async () => {
    const url = `${issuer.url}/`;
    const open = await authorizer({ issuer: url });
    expect(await open(await tokenOf(url, key))).toBe("ann");
    expect(issuer.asked[0]).toBe(DISCOVERY);
  });

  it("are found without it, if their address is set", async () => {
    const open = await authorizer({ jwksUri: issuer.jwksUri });
    expect(await open(await tokenOf(issuer.url, key))).toBe("ann");
    expect(issuer.asked).toEqual(["/keys"]);
  });

  it("are not fetched for a handshake without a token", async () => {
    const open = await authorizer();
    await expect(open("")).rejects.toThrow(/^Unauthorized$/);
    expect(issuer.asked).toEqual([]);
  });

  it("are fetched once for many handshakes", async () => {
    const open = await authorizer();
    const token = await tokenOf(issuer.url, key);
    await open(token);
    await open(token);
    await open(token);
    expect(issuer.asked).toEqual([DISCOVERY, "/keys"]);
  });

  it("are fetched again when the issuer has changed them, half a minute later at the latest", async () => {
    const open = await authorizer({ jwksUri: issuer.jwksUri });
    await open(await tokenOf(issuer.url, key));
    const next = await makeKey("key-2");
    issuer.publish(key, next);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
    expect(await open(await tokenOf(issuer.url, next))).toBe("ann");
  });

  it.each([
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
  ])("may be for %s", async (alg) => {
    const other = await makeKey("other", alg);
    issuer.publish(other);
    const open = await authorizer();
    expect(await open(await tokenOf(issuer.url, other))).toBe("ann");
  });

  it("need not be named by a token if there is only one; of several, none is guessed", async () => {
    const nameless = await tokenOf(issuer.url, key, {}, { kid: undefined });
    expect(await (await authorizer())(nameless)).toBe("ann");
    issuer.publish(key, await makeKey("key-2"));
    await expect((await authorizer())(nameless)).rejects.toThrow(/^Unauthorized$/);
  });
});

describe("an issuer that cannot be asked is not the token's fault:", () => {
  it.each([
    ["no keys at their address", () => issuer.answers.set("/keys", 404)],
    ["an error in the place of the keys", () => issuer.answers.set("/keys", 503)],
    ["keys that are none", () => issuer.answers.set("/keys", { keys: "none" })],
    ["no discovery document", () => issuer.answers.set(DISCOVERY, 404)],
    ["a discovery document without keys", () => issuer.answers.set(DISCOVERY, { issuer: "x" })],
  ])("%s", async (_what, arrange) => {
    arrange();
    const open = await authorizer();
    await expectFault(open(await tokenOf(issuer.url, key)));
  });

  it("nothing listens at its address", async () => {
    const url = await nowhere();
    await expectFault((await authorizer({ issuer: url }))(await tokenOf(url, key)));
  });

  it("nothing listens at its keys' address", async () => {
    const open = await authorizer({ jwksUri: `${await nowhere()}/keys` });
    await expectFault(open(await tokenOf(issuer.url, key)));
  });

  it.each([DISCOVERY, "/keys"])(
    "and the next handshake asks again, where it was %s that failed",
    async (path) => {
      const right = issuer.answers.get(path) ?? 404;
      issuer.answers.set(path, 500);
      const open = await authorizer();
      const token = await tokenOf(issuer.url, key);
      await expectFault(open(token));
      issuer.answers.set(path, right);
      expect(await open(token)).toBe("ann");
    },
  );
});

describe("an authorizer that is not set up", () => {
  it.each(["OIDC_ISSUER", "OIDC_AUDIENCE"])("does not load without %s", async (name) => {
    vi.resetModules();
    vi.stubEnv("OIDC_ISSUER", issuer.url);
    vi.stubEnv("OIDC_AUDIENCE", AUDIENCE);
    vi.stubEnv(name, undefined);
    await expect(import("../../lambdas/authorizer.ts")).rejects.toThrow(name);
  });
});
