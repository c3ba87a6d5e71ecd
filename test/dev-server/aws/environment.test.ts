// The environment variables of the local server for the AWS SDK.

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isolateFromAws } from "../../../dev-server/aws/environment.ts";

const real = {
  AWS_ACCESS_KEY_ID: "AKIAREAL",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_SESSION_TOKEN: "session",
};

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("AWS_") && !name.startsWith("AWS_SDK_")) vi.stubEnv(name, undefined);
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
});

function stub(variables: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
}

/** The credentials that the SDK resolves for a client like the handlers' clients. */
const credentials = () => new DynamoDBClient({ endpoint: "http://localhost" }).config.credentials();

const local = { accessKeyId: "local", secretAccessKey: "local" };

describe("the AWS SDK of the local server", () => {
  it("needs no account", async () => {
    isolateFromAws(false);
    expect(await credentials()).toMatchObject(local);
    expect(process.env.AWS_REGION).toBe("us-east-1");
  });

  it("signs nothing with real keys on the embedded database", async () => {
    stub(real);
    isolateFromAws(false);
    const used = await credentials();
    expect(used).toMatchObject(local);
    expect(used.sessionToken).toBeUndefined();
  });

  it("asks no profile for credentials, which could be a call to AWS", async () => {
    stub({ AWS_PROFILE: "work" });
    isolateFromAws(true);
    expect(await credentials()).toMatchObject(local);
  });

  it("keeps the keys of the environment for another database, which may check them", async () => {
    stub(real);
    isolateFromAws(true);
    expect(await credentials()).toMatchObject({ accessKeyId: "AKIAREAL", sessionToken: "session" });
  });

  it("keeps the region", () => {
    stub({ AWS_DEFAULT_REGION: "eu-west-1" });
    isolateFromAws(false);
    expect(process.env.AWS_REGION).toBe("eu-west-1");
  });
});
