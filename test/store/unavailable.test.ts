// Which failures mean "try again later": by AWS's names of the errors, and with the real client.

import { createServer, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isUnavailable } from "../../lambdas/http/unavailable.ts";
import { UnprocessedError } from "../../lambdas/store/unavailable.ts";
import { awsError } from "./mock-table.ts";

describe("isUnavailable", () => {
  it.each([
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ReplicatedWriteConflictException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "ThrottlingException",
    "TimeoutError",
    "TransactionInProgressException",
  ])("is true of what AWS calls %s, whatever its status", (name) => {
    expect(isUnavailable(awsError(name))).toBe(true);
    expect(isUnavailable(awsError(name, { status: 400 }))).toBe(true);
  });

  it.each([500, 502, 503, 504])("is true of any error with the status %i", (status) => {
    expect(isUnavailable(awsError("SomethingNew", { status }))).toBe(true);
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN"])(
    "is true when the network fails with %s",
    (code) => {
      expect(isUnavailable(awsError("Error", { code }))).toBe(true);
    },
  );

  it("is true of a batch with unprocessed keys", () => {
    expect(isUnavailable(new UnprocessedError("3 keys"))).toBe(true);
  });

  it.each([
    ["ValidationException", 400],
    ["AccessDeniedException", 400],
    ["ResourceNotFoundException", 400],
    ["ConditionalCheckFailedException", 400],
    ["UnrecognizedClientException", 400],
    ["ExpiredTokenException", 403],
    ["ItemCollectionSizeLimitExceededException", 400],
  ])("is false of %s, which the next try would meet again", (name, status) => {
    expect(isUnavailable(awsError(name, { status }))).toBe(false);
  });

  it.each([
    ["a fault of the code", new TypeError("x is not a function")],
    ["an error of the file system", awsError("Error", { code: "ENOENT" })],
    ["what is no error", { name: "ThrottlingException" }],
    ["a text", "ThrottlingException"],
    ["nothing", undefined],
    ["null", null],
  ])("is false of %s", (_what, thrown) => {
    expect(isUnavailable(thrown)).toBe(false);
  });
});

describe("what the client throws when DynamoDB", () => {
  let server: Server;
  let client: DynamoDBClient;
  let answer: (res: ServerResponse) => void;

  beforeEach(async () => {
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
    server = createServer((_req, res) => {
      answer(res);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const requestHandler = { requestTimeout: 1_000, throwOnRequestTimeout: true };
    const endpoint = `http://127.0.0.1:${port}`;
    client = new DynamoDBClient({ endpoint, maxAttempts: 1, requestHandler });
  });

  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  const thrown = () => client.send(new ListTablesCommand({})).catch((error: unknown) => error);
  const refuse = (status: number, type: string) => (res: ServerResponse) => {
    res.writeHead(status, { "Content-Type": "application/x-amz-json-1.0" });
    res.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}` }));
  };

  it.each<[string, (res: ServerResponse) => void]>([
    ["throttles", refuse(400, "ProvisionedThroughputExceededException")],
    ["has a fault", refuse(500, "InternalServerError")],
    ["stands behind a proxy that answers 503 with a page", (res) => res.writeHead(503).end("<p>")],
    ["cuts the connection", (res) => res.destroy()],
    [
      "cuts the connection in the middle of its answer",
      (res) => {
        res.writeHead(200, { "Content-Length": 100 });
        res.write("{", () => res.destroy());
      },
    ],
    ["does not answer in time", () => undefined],
  ])("%s is unavailable", async (_what, answering) => {
    answer = answering;
    expect(isUnavailable(await thrown())).toBe(true);
  });

  it("does not listen is unavailable", async () => {
    server.close();
    await once(server, "close");
    expect(isUnavailable(await thrown())).toBe(true);
  });

  it("refuses what is asked is not unavailable", async () => {
    answer = refuse(400, "ValidationException");
    const error = await thrown();
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(isUnavailable(error)).toBe(false);
  });
});
