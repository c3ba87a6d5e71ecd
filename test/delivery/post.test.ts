// Posting one frame to one connection: what each answer of API Gateway comes to.

import "aws-sdk-client-mock-vitest/extend";
import { setTimeout } from "node:timers/promises";
import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { managementClient, poster } from "../../lambdas/delivery/post.ts";

// As it is, but watched.
vi.mock("node:timers/promises", async (original) => {
  const actual = await original<{ setTimeout: typeof setTimeout }>();
  return { ...actual, setTimeout: vi.fn(actual.setTimeout) };
});

const gateway = mockClient(ApiGatewayManagementApiClient);
const times = { attemptMs: 1_000, backoffMs: 1 };
const post = poster(managementClient("https://gateway.example/stage"), times);

const bytes = new TextEncoder().encode(`{"event":"message","data":{}}`);
const never = () => new AbortController().signal;
const posts = () => gateway.commandCalls(PostToConnectionCommand).length;

const answer = (status: number, name = `Status${status}`): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

beforeEach(() => {
  gateway.reset();
  vi.mocked(setTimeout).mockClear();
});

describe("a post", () => {
  it("is sent when API Gateway takes it, with the very bytes, to that connection", async () => {
    gateway.on(PostToConnectionCommand).resolves({});
    expect(await post("c1", bytes, never())).toEqual({ posted: "sent", retries: 0, throttled: 0 });
    expect(gateway).toHaveReceivedCommandExactlyOnceWith(PostToConnectionCommand, {
      ConnectionId: "c1",
      Data: bytes,
    });
  });

  it("is gone at 410, and is not tried again", async () => {
    gateway.on(PostToConnectionCommand).rejects(answer(410, "GoneException"));
    expect(await post("c1", bytes, never())).toEqual({
      ...{ posted: "gone", retries: 0, throttled: 0, error: "GoneException" },
    });
    expect(posts()).toBe(1);
  });

  it.each([429, 500, 502, 503, 504])("is tried again at %i until it is sent", async (status) => {
    gateway
      .on(PostToConnectionCommand)
      .rejectsOnce(answer(status))
      .rejectsOnce(answer(status))
      .resolves({});
    expect(await post("c1", bytes, never())).toEqual({
      ...{ posted: "sent", retries: 2, throttled: status === 429 ? 2 : 0 },
    });
    expect(posts()).toBe(3);
  });

  it("is gone when the connection ends while it is tried again", async () => {
    gateway.on(PostToConnectionCommand).rejectsOnce(answer(429)).rejects(answer(410));
    expect(await post("c1", bytes, never())).toMatchObject({ posted: "gone", retries: 1 });
  });

  it.each([
    ["400, as for a connection id that is none", answer(400, "BadRequestException")],
    ["403, as for a connection of another API", answer(403, "ForbiddenException")],
    ["413, as for a frame over 128 KB", answer(413, "PayloadTooLargeException")],
    [
      "an error that never reached API Gateway",
      Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    ],
  ])("has failed at %s, and is not tried again", async (_what, error) => {
    gateway.on(PostToConnectionCommand).rejects(error);
    expect(await post("c1", bytes, never())).toEqual({
      ...{ posted: "failed", retries: 0, throttled: 0, error: error.name },
    });
    expect(posts()).toBe(1);
  });

  it("has failed when it is pushed back until the delivery's time is over", async () => {
    const delivery = new AbortController();
    gateway.on(PostToConnectionCommand).callsFake(() => {
      if (posts() === 4) delivery.abort();
      throw answer(429, "LimitExceededException");
    });
    expect(await post("c1", bytes, delivery.signal)).toEqual({
      ...{ posted: "failed", retries: 3, throttled: 4, error: "LimitExceededException" },
    });
    expect(posts()).toBe(4);
  });

  it("has failed when that time is over during a pause", async () => {
    const delivery = new AbortController();
    const patient = poster(managementClient("https://gateway.example"), {
      ...{ ...times, backoffMs: 3_600_000 },
    });
    gateway.on(PostToConnectionCommand).callsFake(() => {
      setImmediate(() => {
        delivery.abort();
      });
      throw answer(503);
    });
    expect(await patient("c1", bytes, delivery.signal)).toMatchObject({ posted: "failed" });
    expect(posts()).toBe(1);
  });

  it("pauses for a part, by chance, of a time that doubles with each push-back", async () => {
    const chance = vi.spyOn(Math, "random").mockReturnValue(0.5);
    gateway.on(PostToConnectionCommand).callsFake(() => {
      if (posts() <= 4) throw answer(429);
      return {};
    });
    await post("c1", bytes, never());
    expect(vi.mocked(setTimeout).mock.calls.map(([ms]) => ms)).toEqual([0.5, 1, 2, 4]);
    chance.mockRestore();
  });

  it("never throws, not even at an error without a name", async () => {
    gateway.on(PostToConnectionCommand).rejects(Object.assign(new Error("x"), { name: undefined }));
    expect(await post("c1", bytes, never())).toEqual({
      ...{ posted: "failed", retries: 0, throttled: 0, error: "Error" },
    });
  });
});
