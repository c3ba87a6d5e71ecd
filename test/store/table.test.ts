// Opening the table, and the meaning of a failed conditional write.

import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it, vi } from "vitest";
import { holds, openTable } from "../../lambdas/store/table.ts";
import { awsError, dynamodb } from "./mock-table.ts";

vi.stubEnv("AWS_REGION", "us-east-1");
vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");

describe("openTable", () => {
  it("uses the given endpoint, if that is not AWS", async () => {
    const { client, name } = openTable("parley", "http://127.0.0.1:8000");
    expect(await client.config.endpoint?.()).toMatchObject({ hostname: "127.0.0.1", port: 8000 });
    expect(name).toBe("parley");
  });

  it.each([undefined, ""])("asks AWS when the endpoint is %j", (endpoint) => {
    expect(openTable("parley", endpoint).client.config.endpoint).toBeUndefined();
  });

  it("tries three times, which leaves time to answer within the gateway's 29 s", async () => {
    expect(await openTable("parley", undefined).client.config.maxAttempts()).toBe(3);
  });

  it("makes no request wait for a socket, since its time-out would run meanwhile", async () => {
    dynamodb.restore();
    const underway: ServerResponse[] = [];
    // Answers only after all requests have arrived.
    const server = createServer((_request, response) => {
      if (underway.push(response) === 60) for (const one of underway) one.end("{}");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const { client } = openTable("parley", `http://127.0.0.1:${port}`);
    const get = () => client.send(new GetCommand({ TableName: "t", Key: { pk: "p", sk: "s" } }));
    expect(await Promise.all(Array.from({ length: 60 }, get))).toHaveLength(60);
    client.destroy();
    server.close();
  });

  it("has no middleware that walks every output for a log that nobody keeps", () => {
    const steps = openTable("parley", undefined).client.middlewareStack.identify();
    expect(steps.filter((step) => step.startsWith("loggerMiddleware"))).toEqual([]);
  });
});

describe("holds", () => {
  it("is true of a write that was done", async () => {
    expect(await holds(Promise.resolve({}))).toBe(true);
  });

  it("is false of one whose condition did not hold", async () => {
    const failed = awsError("ConditionalCheckFailedException", { status: 400 });
    expect(await holds(Promise.reject(failed))).toBe(false);
  });

  it.each(["ValidationException", "ThrottlingException", "TransactionCanceledException"])(
    "throws %s on",
    async (name) => {
      const error = awsError(name);
      await expect(holds(Promise.reject(error))).rejects.toBe(error);
    },
  );
});
