// Posting to API Gateway, and that the AWS SDK's client would come to the same.

import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect, it, vi } from "vitest";
import { poster } from "../../lambdas/delivery/poster.ts";
import { startScriptedServer, type Received } from "../http/server.ts";
import { postContract } from "./post-contract.ts";
import { sdkPoster } from "../../bench/cpu/sdk-poster.ts";

postContract("as it is", poster);
postContract("with the AWS SDK", sdkPoster);

const bytes = new TextEncoder().encode(`{"event":"typing"}`);
const never = () => new AbortController().signal;

it("a post is signed so that API Gateway accepts what arrives", async () => {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  const credentials = { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" };
  vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", credentials.sessionToken);
  const server = await startScriptedServer();
  for (const open of [poster, sdkPoster]) {
    await open(`http://127.0.0.1:${server.port}/prod`)("bLX+6JIAMCJ9Q=", bytes, never());
  }
  server.close();
  const [ours, theirs] = server.received as [Received, Received];
  expect(ours.url).toBe(theirs.url);
  expect(ours.headers["content-type"]).toBe(theirs.headers["content-type"]);
  // Each is what AWS makes of the request when it checks it: the SDK's shows that this is how AWS does.
  for (const { headers, url = "", body } of [theirs, ours]) {
    const [, signed = ""] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "") ?? [];
    const names = signed.split(";");
    expect(names).toEqual(expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token"]));
    const { headers: again } = await new SignatureV4({
      service: "execute-api",
      region: "eu-central-1",
      credentials,
      sha256: Sha256,
      applyChecksum: false,
    }).sign(
      {
        method: "POST",
        protocol: "http:",
        hostname: "127.0.0.1",
        path: url,
        body,
        headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
      },
      { signingDate: timeOf(String(headers["x-amz-date"])) },
    );
    expect(again.authorization).toBe(headers.authorization);
  }
});

const timeOf = (stamp: string): Date =>
  new Date(stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
