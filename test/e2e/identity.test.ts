// Authentication and authorization: the answers to forged tokens, non-members and other users' ids.

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from "jose";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { startBackend, type Backend } from "../backend.ts";
import { openConnection, type TestUser } from "../../smoke/test-user.ts";
import { refusedHandshake } from "../local/gateway/fixture.ts";
import { makeWorld, SCENARIOS, type World } from "./scenarios.ts";

let backend: Backend;
let world: World;
let stranger: TestUser;
beforeAll(async () => {
  backend = await startBackend();
  world = await makeWorld(backend);
  stranger = await backend.join("stranger");
});
afterAll(() => backend.close());

const status = async (token: string): Promise<number | undefined> =>
  (await refusedHandshake(`${backend.server.url}?token=${token}`)).status;

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a handshake is refused with 401", () => {
  let claims: Record<string, unknown>;
  let signature: string;
  let key: CryptoKey;
  let kid: string | undefined;
  beforeAll(async () => {
    const [, payload = "", good = ""] = (await backend.server.issuer.sign("mallory")).split(".");
    claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
    signature = good;
    key = (await generateKeyPair("RS256")).privateKey;
    kid = backend.server.issuer.jwks.keys[0]?.kid;
  });
  const header = () => ({ alg: "RS256", kid, typ: "JWT" });
  const forged = () => new SignJWT(claims).setProtectedHeader(header()).sign(key);

  it("without a token", async () => {
    expect((await refusedHandshake(backend.server.url)).status).toBe(401);
    expect(await status("")).toBe(401);
    expect(await status("not.a.token")).toBe(401);
  });

  it("for another subject under a good token's signature", async () => {
    const payload = base64({ ...claims, sub: world.ann.id });
    expect(await status(`${base64(header())}.${payload}.${signature}`)).toBe(401);
  });

  it("for alg none, signed or not", async () => {
    const none = `${base64({ alg: "none" })}.${base64(claims)}`;
    expect(await status(`${none}.`)).toBe(401);
    expect(await status(`${none}.${signature}`)).toBe(401);
  });

  it("for a key that is not the issuer's, under the name of one that is", async () => {
    expect(await status(await forged())).toBe(401);
  });

  it("for HMAC with the public key as its secret", async () => {
    const [jwk = {}] = backend.server.issuer.jwks.keys;
    const secret = new TextEncoder().encode(JSON.stringify(jwk));
    const token = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: kid ?? "" });
    expect(await status(await token.sign(secret))).toBe(401);
  });

  it("for a key that the token brings along", async () => {
    const pair = await generateKeyPair("RS256", { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const token = new SignJWT(claims).setProtectedHeader({ alg: "RS256", jwk });
    expect(await status(await token.sign(pair.privateKey))).toBe(401);
  });

  it("for a token that has run out", async () => {
    expect(await status(await backend.server.issuer.sign("mallory", { expiresIn: -1 }))).toBe(401);
  });

  it("for a sub that is no user's id, or the name of an event", async () => {
    for (const sub of ["", "a b", "x".repeat(129), "é", "message", "error", "group_ann"]) {
      expect(await status(await backend.server.issuer.sign(sub)), sub).toBe(401);
    }
  });
});

const HOUR = 3_600;

describe("a token that runs out while its connection is open", () => {
  it("has every action answered by TOKEN_EXPIRED, and gets no further event", async () => {
    const { issuer, url } = backend.server;
    const connected = async (expiresIn: number) =>
      await openConnection(url, await issuer.sign("brief", { expiresIn }), "brief");
    const soon = await connected(HOUR);
    const other = await connected(2 * HOUR);
    const group = { _id: "brief", room_name: "Brief", recipients: [world.ann.id] };
    await other.done("createGroup", group);
    await soon.done("typing", { room_id: "brief" });
    await other.heard("typing");

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (HOUR + 1) * 1_000 });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    for (const action of ["typing", "ping"] as const) {
      const refusal = await soon.refused(action, { room_id: "brief" });
      expect(refusal.code).toBe("TOKEN_EXPIRED");
    }
    await other.done("sendMessage", { room_id: "brief", message: "late" });
    await backend.settled();
    expect(await soon.refused("sendMessage", { room_id: "brief", message: "x" })).toMatchObject({
      code: "TOKEN_EXPIRED",
      retryable: false,
    });
    expect(soon.unheard().filter(({ event }) => event === "message")).toEqual([]);
    await other.done("sendMessage", { room_id: "brief", message: "still here" });
  });
});

describe("somebody who is not a member", () => {
  const actions = [
    "sendMessage",
    "typing",
    "deleteMessage",
    "editMessage",
    "messageSeen",
    "pinMessage",
  ] as const;

  it.each(actions)(
    "gets the same answer to %s as for a room that does not exist",
    async (action) => {
      const payload = SCENARIOS[action](world);
      const theirs = await stranger.refused(action, payload);
      const none = await stranger.refused(action, { ...payload, room_id: "no-such-room" });
      expect(theirs).toMatchObject({ code: "FORBIDDEN", retryable: false });
      expect(theirs).toEqual(none);
    },
  );

  it("gets no event of the room, and does not find it in the list of rooms", async () => {
    await world.ann.done("sendMessage", { room_id: world.room, message: "between us" });
    await world.ann.done("typing", { room_id: world.room });
    await backend.settled();
    expect(await stranger.done("connectRooms")).toEqual([]);
    expect(stranger.unheard()).toEqual([]);
  });
});

describe("another's id in a payload", () => {
  const claims = Object.values(ACTIONS).flatMap(({ name, callerField }) =>
    callerField ? [[name, callerField] as const] : [],
  );
  it.each(claims)(
    "is FORBIDDEN in %s, and one's own is not",
    async (action, [outer = "", inner]) => {
      world = await makeWorld(backend);
      const claim = (id: string) => {
        const payload = SCENARIOS[action](world) as Record<string, unknown>;
        const value = inner ? { ...(payload[outer] as object), [inner]: id } : id;
        return { ...payload, [outer]: value };
      };
      expect(await world.ann.refused(action, claim(world.bob.id))).toMatchObject({
        code: "FORBIDDEN",
      });
      await world.ann.done(action, claim(world.ann.id));
    },
  );
});
