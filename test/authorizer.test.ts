// The authorizer: the places where it finds the token of a handshake, and the faults of a token that it refuses.

import { createHmac } from "node:crypto";
import { exportSPKI } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as authorizer from "../lambdas/authorizer.ts";
import type { AuthorizerEvent } from "../lambdas/runtime/token.ts";
import { AUDIENCE, Issuer, joined, makeKey, tokenOf, type Fields, type Key } from "./oidc.ts";
import { NOW } from "./runtime/events.ts";
import { watchLog } from "./runtime/watched-log.ts";

const log = watchLog();
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const ARN = "arn:aws:execute-api:eu-central-1:123456789012:api/prod/$connect";
const now = Math.floor(NOW / 1_000);

let issuer: Issuer;
let key: Key;
let handler: typeof authorizer.handler;

beforeAll(async () => {
  issuer = await Issuer.start();
  key = await makeKey("key-1");
  issuer.publish(key);
  vi.stubEnv("OIDC_ISSUER", issuer.url);
  vi.stubEnv("OIDC_AUDIENCE", AUDIENCE);
  vi.stubEnv("OIDC_JWKS_URI", issuer.jwksUri);
  ({ handler } = await import("../lambdas/authorizer.ts"));
});
afterAll(() => issuer.close());

const token = (claims: Fields = {}, by = key) => tokenOf(issuer.url, by, claims);
const ask = (event: Omit<AuthorizerEvent, "methodArn">) => handler({ methodArn: ARN, ...event });
const open = (jwt: string) => ask({ queryStringParameters: { token: jwt } });

/** Expects exactly the error for which API Gateway responds with 401, and a log that contains no part of the token. */
async function expectRefusal(opening: Promise<unknown>, jwt: string): Promise<void> {
  await expect(opening).rejects.toThrow(/^Unauthorized$/);
  expect(log.lines()).toMatchObject([{ level: "info", message: "authorizer" }]);
  for (const part of jwt.split(".").filter((each) => each.length > 2)) {
    expect(log.text()).not.toContain(part);
  }
}

describe("a good token", () => {
  it("allows its sub, for the requested method, and returns the expiry", async () => {
    expect(await open(await token({ exp: now + 60 }))).toStrictEqual({
      principalId: "ann",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: ARN }],
      },
      context: { exp: String(now + 60) },
    });
    expect(log.text()).toBe("");
  });

  it.each(["Ann", "x".repeat(100), "Änne 🎉"])(
    "gives the first name that it names, as text: %j",
    async (given_name) => {
      const { context } = await open(await token({ given_name }));
      expect(context).toStrictEqual({ exp: String(now + 3_600), first_name: given_name });
    },
  );

  it.each([7, null, "", ["Ann"], "x".repeat(101), "\ud83c"])(
    "lets in without a first name, if that is not one: %j",
    async (given_name) => {
      expect((await open(await token({ given_name }))).context).not.toHaveProperty("first_name");
    },
  );

  it("may name several audiences, and anything else besides", async () => {
    const claims = { aud: ["other", AUDIENCE], user_id: "eve", email: "ann@example.com" };
    expect((await open(await token(claims))).principalId).toBe("ann");
  });
});

describe("a token is looked for", () => {
  it.each(["Authorization", "authorization", "AUTHORIZATION"])(
    "in the header, in whatever case its name comes: %s",
    async (name) => {
      const headers = { Host: "a.example", [name]: `Bearer ${await token()}` };
      expect((await ask({ headers })).principalId).toBe("ann");
    },
  );

  it.each(["Bearer", "bearer", "BEARER", "Bearer  "])(
    "behind the scheme, in whatever case that comes: %j",
    async (scheme) => {
      const headers = { Authorization: `${scheme} ${await token()}` };
      expect((await ask({ headers })).principalId).toBe("ann");
    },
  );

  it("in ?token=, as browsers send it", async () => {
    const queryStringParameters = { v: "1", token: await token() };
    expect((await ask({ headers: null, queryStringParameters })).principalId).toBe("ann");
  });

  it("in the header first", async () => {
    const headers = { Authorization: `Bearer ${await token({ sub: "bob" })}` };
    const queryStringParameters = { token: await token() };
    expect((await ask({ headers, queryStringParameters })).principalId).toBe("bob");
  });

  it("not in ?token= when the header has a bad one", async () => {
    const queryStringParameters = { token: await token() };
    const opening = ask({ headers: { Authorization: "Bearer bad" }, queryStringParameters });
    await expectRefusal(opening, "");
  });

  it.each([
    {},
    { headers: null, queryStringParameters: null },
    { headers: {}, queryStringParameters: {} },
    { headers: { Authorization: "" } },
    { headers: { Authorization: "Bearer" } },
    { headers: { Authorization: "Bearer " } },
    { headers: { Authorization: "Basic YTpi" } },
    { queryStringParameters: { token: "" } },
    { queryStringParameters: { Token: "x" } },
  ])("and missing, so that the handshake is refused: %j", async (event) => {
    await expectRefusal(ask(event), "");
  });
});

describe("a token is refused", () => {
  const cases: [string, () => Promise<string> | string][] = [
    ["that is garbage", () => "garbage"],
    ["of three parts that are garbage", () => "gar.ba.ge"],
    ["of two parts", async () => (await token()).split(".").slice(0, 2).join(".")],
    ["with a signature cut off", async () => (await token()).slice(0, -4)],
    ["whose payload was changed", async () => changed(await token(), { sub: "eve" })],
    ["with alg none", () => joined({ alg: "none" }, claimsOf({}))],
    ["with alg None, and the key's id", () => joined({ alg: "None", kid: "key-1" }, claimsOf({}))],
    ["signed with the public key as a secret", () => signedWithPublicKey()],
    ["that has expired", () => token({ exp: now - 1 })],
    ["that expires now", () => token({ exp: now })],
    ["that is not valid yet", () => token({ nbf: now + 60 })],
    ["for another audience", () => token({ aud: "other" })],
    ["for no audience", () => token({ aud: undefined })],
    ["of another issuer", () => token({ iss: "https://issuer.example" })],
    ["of this issuer with a slash", () => token({ iss: `${issuer.url}/` })],
    ["of no issuer", () => token({ iss: undefined })],
    ["without a sub", () => token({ sub: undefined })],
    ["without an exp", () => token({ exp: undefined })],
    ["whose exp is a text", () => token({ exp: String(now + 60) })],
    ["whose sub is a number", () => token({ sub: 7 })],
    ["signed with a key that nobody published", async () => token({}, await makeKey("key-2"))],
    ["signed with another key of the same id", async () => token({}, await makeKey("key-1"))],
    ["that wants something of us that we do not know", () => critical()],
  ];

  const claimsOf = (claims: Fields) => ({
    iss: issuer.url,
    aud: AUDIENCE,
    sub: "ann",
    exp: now + 60,
    ...claims,
  });
  const changed = (jwt: string, claims: Fields) => {
    const [header = "", , signature = ""] = jwt.split(".");
    return [header, joined({}, claimsOf(claims)).split(".")[1], signature].join(".");
  };
  async function signedWithPublicKey() {
    const unsigned = joined({ alg: "HS256", kid: "key-1" }, claimsOf({})).slice(0, -1);
    const hmac = createHmac("sha256", await exportSPKI(key.publicKey)).update(unsigned);
    return `${unsigned}.${hmac.digest("base64url")}`;
  }
  const critical = () =>
    joined({ alg: "ES256", kid: "key-1", crit: ["x"], x: 1 }, claimsOf({}), "AA");

  it.each(cases)("%s", async (_what, make) => {
    const jwt = await make();
    await expectRefusal(open(jwt), jwt);
  });

  it.each(["", "ann lee", "ann/lee", "ünal", "a".repeat(129), "ann\n"])(
    "whose sub cannot be a user's id: %j",
    async (sub) => {
      const jwt = await token({ sub });
      await expectRefusal(open(jwt), jwt);
    },
  );

  it.each(["message", "error", "seen", "pong", "member_removed", "group_", "group_bob"])(
    "whose sub is the name of an event: %s",
    async (sub) => {
      const jwt = await token({ sub });
      await expectRefusal(open(jwt), jwt);
    },
  );
});
