// The requests to the table for claims, proposed texts and pins. The contract tests their effects.

import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { messages } from "../../lambdas/store/messages.ts";
import { answerPages, awsError, dynamodb, inputsOf, sent, table } from "./mock-table.ts";

const ports = messages(table);
const failed = awsError("ConditionalCheckFailedException", { status: 400 });
const busy = awsError("InternalServerError", { status: 500 });
const claim = { sender: "ann", base: 4 };
const key = { pk: "ROOM#room", sk: "ID#m" };

beforeEach(() => {
  dynamodb.reset();
});

describe("messages.claim", () => {
  it("is one conditional put when the id is free", async () => {
    dynamodb.on(PutCommand).resolves({});
    expect(await ports.claim("room", "m", claim)).toEqual({ ...claim, isNew: true });
    expect(sent()).toHaveLength(1);
    expect(inputsOf(PutCommand)).toMatchObject([
      { Item: { ...key, ...claim }, ConditionExpression: "attribute_not_exists(pk)" },
    ]);
  });

  it("reads its claim, consistently, when it is taken", async () => {
    dynamodb.on(PutCommand).rejects(failed);
    dynamodb.on(GetCommand).resolves({ Item: { ...key, sender: "bob", base: 2 } });
    expect(await ports.claim("room", "m", claim)).toEqual({ sender: "bob", base: 2, isNew: false });
    expect(inputsOf(GetCommand)).toMatchObject([{ Key: key, ConsistentRead: true }]);
  });

  it("throws when the existing claim is gone, which never happens", async () => {
    dynamodb.on(PutCommand).rejects(failed).on(GetCommand).resolves({});
    await expect(ports.claim("room", "m", claim)).rejects.toThrow(
      "A claim that was there is gone.",
    );
  });

  it("rethrows any other error, and reads nothing", async () => {
    dynamodb.on(PutCommand).rejects(busy);
    await expect(ports.claim("room", "m", claim)).rejects.toBe(busy);
    expect(sent()).toHaveLength(1);
  });
});

describe("reads of messages", () => {
  it("are consistent: claimed", async () => {
    dynamodb.on(GetCommand).resolves({});
    await ports.claimed("room", "m");
    expect(inputsOf(GetCommand)).toMatchObject([{ Key: key, ConsistentRead: true }]);
  });

  it("are consistent: pin", async () => {
    dynamodb.on(GetCommand).resolves({});
    await ports.pin("room", 26);
    const pin = { pk: "ROOM#room", sk: "PIN#00000000001a" };
    expect(inputsOf(GetCommand)).toMatchObject([{ Key: pin, ConsistentRead: true }]);
  });

  it("are consistent, and take every page: pins", async () => {
    const item = (digit: string) => ({ pk: "ROOM#room", sk: `PIN#00000000000${digit}` });
    const asked = answerPages(
      { Items: [item("1")], LastEvaluatedKey: item("1") },
      { Items: [item("a")] },
    );
    expect((await ports.pins("room")).map(({ messageRev }) => messageRev)).toEqual([1, 10]);
    expect(asked.map((input) => input.ExclusiveStartKey)).toEqual([undefined, item("1")]);
    expect(asked.map((input) => input.ConsistentRead)).toEqual([true, true]);
  });
});

describe("conditional updates of messages", () => {
  it("do not throw for a failed condition", async () => {
    dynamodb.on(UpdateCommand).rejects(failed);
    await ports.rebase("room", "m", 9);
    expect(await ports.propose("room", 1, "text", "nonce")).toBe(false);
  });

  it("rethrow any other error", async () => {
    dynamodb.on(UpdateCommand).rejects(busy);
    await expect(ports.rebase("room", "m", 9)).rejects.toBe(busy);
    await expect(ports.propose("room", 1, "text", "nonce")).rejects.toBe(busy);
  });
});
