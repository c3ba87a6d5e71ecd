// Whose requests @connections takes, and for what they have to be signed.
import { GetConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import aws4 from "aws4";
import { expect, test, vi } from "vitest";
import { start } from "./fixture.ts";
import { CREDENTIALS, raw, type Raw } from "./raw-request.ts";

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
  ["day", { headers: { "X-Amz-Date": "20240209T181143Z" } }, /expired/],
  ["key", { credentials: { accessKeyId: "another", secretAccessKey: "local" } }, /token.*invalid/],
  ["secret", { credentials: { accessKeyId: "local", secretAccessKey: "another" } }, MISMATCH],
];

test.each(ofAnother)("a signature of another %s is forbidden", async (_what, signed, message) => {
  const { gateway, client } = await start();
  const ann = await client();
  const path = `/local/@connections/${encodeURIComponent(ann.id)}`;
  const post = { method: "POST", body: "x" };
  expect(await raw(gateway, path, { ...post, ...signed })).toMatchObject({
    ...{ status: 403, type: "ForbiddenException" },
    body: { message: expect.stringMatching(message) as unknown },
  });
  expect(await raw(gateway, path, post)).toMatchObject({ status: 200 });
  expect(await ann.nextText()).toBe("x");
});

test("a signature that is older than five minutes is forbidden", async () => {
  const { gateway, client, management } = await start();
  const { id } = await client();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * 60_000 });
  const { headers } = aws4.sign({ host: "localhost", path: "/" }, CREDENTIALS);
  vi.useRealTimers();
  const late = { "X-Amz-Date": String(headers?.["X-Amz-Date"]) };
  const path = `/local/@connections/${encodeURIComponent(id)}`;
  expect(await raw(gateway, path, { headers: late })).toMatchObject({ status: 403 });
  await management.send(new GetConnectionCommand({ ConnectionId: id }));
});
