// Posts to API Gateway, compared with the AWS SDK's client.

import { expect, it, vi } from "vitest";
import { poster } from "../../lambdas/delivery/poster.ts";
import { startScriptedServer, type Received } from "../http/server.ts";
import { signedAgain } from "../http/signed-again.ts";
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
  // `signedAgain` computes the signature as AWS does to check a request. The SDK's request proves that.
  for (const request of [theirs, ours]) {
    const { signedHeaders, authorization } = await signedAgain(request, "execute-api", credentials);
    expect(signedHeaders).toEqual(
      expect.arrayContaining(["host", "x-amz-date", "x-amz-security-token"]),
    );
    expect(authorization).toBe(request.headers.authorization);
  }
});
