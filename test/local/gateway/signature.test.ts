// The signatures that @connections accepts, and the parts of a request that they must cover.
import { GetConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { expect, test } from "vitest";
import { start } from "./fixture.ts";
import { raw, type Raw } from "./raw-request.ts";

test.each(["", "Bearer abc", "AWS4-HMAC-SHA256 Credential=a/b"])(
  "a request with the authorization %j is forbidden",
  async (Authorization) => {
    const { gateway, client } = await start();
    const { id } = await client();
    const path = `/local/@connections/${encodeURIComponent(id)}`;
    for (const method of ["POST", "GET", "DELETE"]) {
      const answer = await raw(gateway, path, { method, headers: { Authorization } });
      expect(answer).toMatchObject({ status: 403, type: "ForbiddenException" });
    }
  },
);

const SCOPE = /scoped/;
const MISMATCH = /does not match/;
const ofAnother: [what: string, signed: Raw, message: RegExp][] = [
  ["service", { signed: { service: "dynamodb" } }, SCOPE],
  ["region", { signed: { region: "eu-central-1" } }, SCOPE],
  ["path", { signed: { path: "/local/@connections/JC1dgf9yoAMCK-g%3D" } }, MISMATCH],
  ["method", { signed: { method: "GET" } }, MISMATCH],
  ["body", { signed: { body: "y" } }, MISMATCH],
  ["day", { signedAt: new Date("2024-02-09T18:11:43Z") }, /expired/],
  ["key", { credentials: { accessKeyId: "another", secretAccessKey: "local" } }, /token.*invalid/],
  ["secret", { credentials: { accessKeyId: "local", secretAccessKey: "another" } }, MISMATCH],
];

test.each(ofAnother)("a signature of another %s is forbidden", async (_what, signed, message) => {
  const { gateway, client } = await start();
  const ann = await client();
  const path = `/local/@connections/${encodeURIComponent(ann.id)}`;
  const post = { method: "POST", body: "x" };
  expect(await raw(gateway, path, { ...post, ...signed })).toMatchObject({
    status: 403,
    type: "ForbiddenException",
    body: { message: expect.stringMatching(message) as unknown },
  });
  expect(await raw(gateway, path, post)).toMatchObject({ status: 200 });
  expect(await ann.nextText()).toBe("x");
});

test("a signature that is more than five minutes off is forbidden", async () => {
  const { gateway, client, management } = await start();
  const { id } = await client();
  const path = `/local/@connections/${encodeURIComponent(id)}`;
  const at = (minutes: number) => ({ signedAt: new Date(Date.now() + minutes * 60_000) });
  for (const minutes of [-6, 6]) {
    expect(await raw(gateway, path, at(minutes))).toMatchObject({ status: 403 });
  }
  expect(await raw(gateway, path, at(-4))).toMatchObject({ status: 200 });
  await management.send(new GetConnectionCommand({ ConnectionId: id }));
});
