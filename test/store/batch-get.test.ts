// Reading many items by key: how requests are split, and what happens to keys that DynamoDB leaves unprocessed.

import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { batchGet } from "../../lambdas/store/batch-get.ts";
import type { Key } from "../../lambdas/store/keys.ts";
import { isUnavailable } from "../../lambdas/http/unavailable.ts";
import { awsError, dynamodb, inputsOf, table, TABLE } from "./mock-table.ts";
import { PATIENT } from "../patience.ts";

const keysOf = (count: number): Key[] =>
  Array.from({ length: count }, (_, index) => ({ pk: `pk${index}`, sk: "sk" }));

type BatchGetInput = { RequestItems: Record<string, { Keys: Key[]; ConsistentRead?: boolean }> };

const requestedOf = (input: unknown) => (input as BatchGetInput).RequestItems[TABLE]?.Keys ?? [];
const requests = () => inputsOf(BatchGetCommand).map(requestedOf);

/** Answers each request with an item for each of its keys, except those left unprocessed. */
function answer(leaveUndone: (keys: Key[], request: number) => Key[] = () => []): void {
  let request = 0;
  dynamodb.on(BatchGetCommand).callsFake((input: unknown) => {
    const keys = requestedOf(input);
    const undone = leaveUndone(keys, ++request);
    return {
      Responses: { [TABLE]: keys.filter((key) => !undone.includes(key)) },
      UnprocessedKeys: undone.length > 0 ? { [TABLE]: { Keys: undone } } : {},
    };
  });
}

/** Delays the answers to all requests. Returns a list to which each request adds a function that answers it. */
function holdRequests(): (() => void)[] {
  const waiting: (() => void)[] = [];
  dynamodb.on(BatchGetCommand).callsFake(
    () =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve({ Responses: { [TABLE]: [] } });
        });
      }),
  );
  return waiting;
}

beforeEach(() => {
  dynamodb.reset();
  // No pause between attempts.
  vi.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("batchGet", () => {
  it("sends no request when there are no keys, since DynamoDB refuses an empty batch", async () => {
    expect(await batchGet(table, [])).toEqual([]);
    expect(dynamodb).not.toHaveReceivedAnyCommand();
  });

  it("reads 100 keys in one request, eventually consistent", async () => {
    answer();
    expect(await batchGet(table, keysOf(100))).toHaveLength(100);
    expect(inputsOf(BatchGetCommand)).toEqual([
      { RequestItems: { [TABLE]: { Keys: keysOf(100) } } },
    ]);
  });

  it("splits more keys into requests of 100, and returns the items of all", async () => {
    answer();
    const keys = keysOf(201);
    const items = await batchGet(table, keys);
    expect(items).toEqual(keys);
    expect(requests().map((asked) => asked.length)).toEqual([100, 100, 1]);
    expect(requests().flat()).toEqual(keys);
  });

  it("sends the requests concurrently, not one after another", async () => {
    const waiting = holdRequests();
    const reading = batchGet(table, keysOf(250));
    await vi.waitFor(() => {
      expect(waiting).toHaveLength(3);
    }, PATIENT);
    for (const respond of waiting) respond();
    expect(await reading).toEqual([]);
  });

  it("has no more than ten requests under way at once", async () => {
    const waiting = holdRequests();
    const reading = batchGet(table, keysOf(2_500));
    for (const underway of [10, 10, 5]) {
      await vi.waitFor(() => {
        expect(waiting).toHaveLength(underway);
      }, PATIENT);
      for (const respond of waiting.splice(0)) respond();
    }
    expect(await reading).toEqual([]);
  });

  it("leaves out the keys that have no item", async () => {
    dynamodb.on(BatchGetCommand).resolves({ Responses: { [TABLE]: [{ pk: "pk1", sk: "sk" }] } });
    expect(await batchGet(table, keysOf(3))).toEqual([{ pk: "pk1", sk: "sk" }]);
  });

  it("reads an answer without any item as none", async () => {
    dynamodb.on(BatchGetCommand).resolves({});
    expect(await batchGet(table, keysOf(3))).toEqual([]);
  });

  it("asks again for the unprocessed keys, and for no others", async () => {
    answer((keys, request) => (request < 3 ? keys.slice(-2) : []));
    const keys = keysOf(5);
    const items = await batchGet(table, keys);
    expect(new Set(items)).toEqual(new Set(keys));
    expect(items).toHaveLength(5);
    expect(requests()).toEqual([keys, keys.slice(-2), keys.slice(-2)]);
  });

  it("repeats only the request with unprocessed keys, not its neighbours", async () => {
    const keys = keysOf(150);
    answer((asked, request) => (request === 2 ? asked.slice(0, 1) : []));
    expect(await batchGet(table, keys)).toHaveLength(150);
    expect(requests().map((asked) => asked.length)).toEqual([100, 50, 1]);
    expect(requests()[2]).toEqual([keys[100]]);
  });

  it("gives up after six attempts, with an error that says to try again later", async () => {
    answer((keys) => keys.slice(0, 1));
    const failure: unknown = await batchGet(table, keysOf(3)).catch((error: unknown) => error);
    expect(requests().map((asked) => asked.length)).toEqual([3, 1, 1, 1, 1, 1]);
    expect(isUnavailable(failure)).toBe(true);
    expect((failure as Error).message).toBe("1 keys of a batch were not read.");
  });

  it("succeeds when the sixth attempt does", async () => {
    answer((keys, request) => (request < 6 ? keys : []));
    expect(await batchGet(table, keysOf(2))).toHaveLength(2);
    expect(requests()).toHaveLength(6);
  });

  it("does not try again when the request itself fails: the SDK has done that", async () => {
    const refusal = awsError("ProvisionedThroughputExceededException", { status: 400 });
    dynamodb.on(BatchGetCommand).rejects(refusal);
    await expect(batchGet(table, keysOf(2))).rejects.toBe(refusal);
    expect(requests()).toHaveLength(1);
  });
});
