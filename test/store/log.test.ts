// The log's requests to the table, for cases that the embedded database cannot cause. The contract tests the others.

import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { messageContent } from "../../protocol/message.ts";
import { newEntryItem } from "../../lambdas/store/items/entry.ts";
import { log } from "../../lambdas/store/log.ts";
import { aDelete, aMessage, anAddition, anEdit, aPin, aRemoval } from "./contract/samples.ts";
import { answerPages, awsError, dynamodb, inputsOf, sent, table, TABLE } from "./mock-table.ts";

const ports = log(table);
const failed = awsError("ConditionalCheckFailedException", { status: 400 });
const busy = awsError("ProvisionedThroughputExceededException", { status: 400 });

const items = (...revs: number[]) => revs.map((rev) => newEntryItem("room", aMessage(rev)));
const keyAt = (rev: number) => ({ pk: "ROOM#room", sk: `REV#00000000000${rev}` });
const revsAfter = async (rev: number, limit?: number) =>
  (await ports.after("room", rev, limit)).map((entry) => entry.rev);

beforeEach(() => {
  dynamodb.reset();
});

describe("log.put", () => {
  it("is one put on the condition that the slot is empty", async () => {
    dynamodb.on(PutCommand).resolves({});
    expect(await ports.put("room", aMessage(1))).toEqual({ isPut: true });
    expect(inputsOf(PutCommand)).toMatchObject([
      { Item: keyAt(1), ConditionExpression: "attribute_not_exists(pk)" },
    ]);
  });

  it("stores only the sent fields of each recipient", async () => {
    dynamodb.on(PutCommand).resolves({});
    const recipients = [
      { _id: "bob" },
      { _id: "cid", msg_seen: false },
      { _id: "d", msg_seen: true },
    ];
    await ports.put("room", aMessage(1, { content: messageContent.parse({ recipients }) }));
    const [{ Item }] = inputsOf(PutCommand) as [{ Item: { content: string } }];
    expect(JSON.parse(Item.content)).toEqual({
      recipients: [{ _id: "bob" }, { _id: "cid" }, { _id: "d", msg_seen: true }],
    });
  });

  it("reports a slot that is taken, and rethrows any other error", async () => {
    dynamodb.on(PutCommand).rejectsOnce(failed).rejects(busy);
    expect(await ports.put("room", aMessage(1))).toEqual({ isPut: false });
    await expect(ports.put("room", aMessage(1))).rejects.toBe(busy);
  });
});

describe("a slot that is taken", () => {
  it("is reported with its entry, if DynamoDB returns it, so that it need not be read", async () => {
    const item = { ...newEntryItem("room", aMessage(1, { by: "eve" })) };
    const told = Object.assign(awsError("ConditionalCheckFailedException", { status: 400 }), {
      Item: marshall(item, { removeUndefinedValues: true }),
    });
    dynamodb.on(PutCommand).rejects(told);
    const existing = aMessage(1, { by: "eve" });
    expect(await ports.put("room", aMessage(1))).toEqual({ isPut: false, existing });
    expect(inputsOf(PutCommand)).toMatchObject([
      { ReturnValuesOnConditionCheckFailure: "ALL_OLD" },
    ]);
  });
});

describe("log.after", () => {
  it("reads consistently", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: items(3) });
    await ports.after("room", 2);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(QueryCommand, { ConsistentRead: true });
  });

  it("reads on where DynamoDB cut off, until the log ends", async () => {
    const asked = answerPages(
      { Items: items(1, 2), LastEvaluatedKey: keyAt(2) },
      { Items: [], LastEvaluatedKey: keyAt(3) },
      { Items: items(3) },
    );
    expect(await revsAfter(0)).toEqual([1, 2, 3]);
    expect(asked.map((input) => input.ExclusiveStartKey)).toEqual([undefined, keyAt(2), keyAt(3)]);
    expect(asked.map((input) => input.ConsistentRead)).toEqual([true, true, true]);
  });

  it("reads no more than it returns", async () => {
    const asked = answerPages(
      { Items: items(1, 2), LastEvaluatedKey: keyAt(2) },
      { Items: items(3, 4), LastEvaluatedKey: keyAt(4) },
    );
    expect(await revsAfter(0, 3)).toEqual([1, 2, 3]);
    expect(asked.map((input) => input.Limit)).toEqual([3, 3]);
  });

  it("stops as soon as it has enough, also at the end of a page", async () => {
    const asked = answerPages({ Items: items(1, 2), LastEvaluatedKey: keyAt(2) });
    expect(await revsAfter(0, 2)).toEqual([1, 2]);
    expect(asked).toHaveLength(1);
  });

  it("ends at the first gap, within a page, and asks for no more", async () => {
    const asked = answerPages({ Items: items(1, 2, 4), LastEvaluatedKey: keyAt(4) });
    expect(await revsAfter(0)).toEqual([1, 2]);
    expect(asked).toHaveLength(1);
  });

  it("ends at the first gap, between two pages", async () => {
    const asked = answerPages(
      { Items: items(1, 2), LastEvaluatedKey: keyAt(2) },
      { Items: items(4, 5), LastEvaluatedKey: keyAt(5) },
    );
    expect(await revsAfter(0)).toEqual([1, 2]);
    expect(asked).toHaveLength(2);
  });

  it("gives nothing when the first slot is the gap", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: items(7, 8) });
    expect(await revsAfter(5)).toEqual([]);
  });

  it("rethrows the error of DynamoDB", async () => {
    dynamodb.on(QueryCommand).rejects(busy);
    await expect(ports.after("room", 0)).rejects.toBe(busy);
  });
});

describe("log.message", () => {
  it("is one read by key, consistent", async () => {
    dynamodb.on(GetCommand).resolves({ Item: items(2)[0] });
    expect(await ports.message("room", 2)).toEqual(aMessage(2));
    expect(inputsOf(GetCommand)).toMatchObject([{ Key: keyAt(2), ConsistentRead: true }]);
  });
});

describe("log.apply", () => {
  it.each([
    ["an edit", anEdit(1, 2)],
    ["a delete", aDelete(1, 2)],
    ["a pin", aPin(1, 2)],
  ])("is one update for %s", async (_what, entry) => {
    dynamodb.on(UpdateCommand).resolves({});
    expect(await ports.apply("room", entry)).toBe(true);
    expect(sent()).toHaveLength(1);
  });

  it("is two for a delete that unpins: the message first, so that no crash leaves its text", async () => {
    dynamodb.on(UpdateCommand).resolves({});
    await ports.apply("room", aDelete(1, 2, { unpins: true }));
    expect(inputsOf(UpdateCommand).map((input) => input.Key)).toEqual([
      keyAt(1),
      { pk: "ROOM#room", sk: "PIN#000000000001" },
    ]);
  });

  it("removes the pin although the message is erased already, as after a crash between the two", async () => {
    dynamodb.on(UpdateCommand).rejectsOnce(failed).resolves({});
    expect(await ports.apply("room", aDelete(1, 2, { unpins: true }))).toBe(true);
    expect(dynamodb).toHaveReceivedCommandTimes(UpdateCommand, 2);
  });

  it("reports no change when no condition held, and rethrows any other error", async () => {
    dynamodb.on(UpdateCommand).rejects(failed);
    expect(await ports.apply("room", aDelete(1, 2, { unpins: true }))).toBe(false);
    dynamodb.on(UpdateCommand).rejects(busy);
    await expect(ports.apply("room", anEdit(1, 2))).rejects.toBe(busy);
  });

  it("lets the mark of a removed pin expire after a day, and keeps a pin", async () => {
    dynamodb.on(UpdateCommand).resolves({});
    const unpin = aPin(1, 2, { pinned: false });
    await ports.apply("room", unpin);
    await ports.apply("room", aPin(1, 3));
    const [off, on] = inputsOf(UpdateCommand);
    expect(off?.ExpressionAttributeNames).toEqual({ "#expiry": "expires_at" });
    expect(off?.ExpressionAttributeValues).toMatchObject({
      ":expiry": Math.ceil(unpin.at / 1_000) + 24 * 60 * 60,
    });
    expect(on?.UpdateExpression).toMatch(/REMOVE #expiry$/);
  });
});

describe("log.advance", () => {
  it("is one conditional update, and a room that is further on is no error", async () => {
    dynamodb.on(UpdateCommand).rejectsOnce(failed).rejects(busy);
    await ports.advance("room", aMessage(1));
    expect(sent()).toHaveLength(1);
    await expect(ports.advance("room", aMessage(1))).rejects.toBe(busy);
  });
});

describe("log.before", () => {
  const revsBefore = async (rev: number | undefined, limit: number) =>
    (await ports.before("room", rev, limit)).map((entry) => entry.rev);

  it("reads backwards, consistently, and continues where DynamoDB cut off", async () => {
    const asked = answerPages(
      { Items: items(9, 8), LastEvaluatedKey: keyAt(8) },
      { Items: items(7), LastEvaluatedKey: keyAt(7) },
    );
    expect(await revsBefore(undefined, 3)).toEqual([9, 8, 7]);
    expect(asked).toMatchObject([
      { Limit: 3, ScanIndexForward: false, ConsistentRead: true },
      { ExclusiveStartKey: keyAt(8), ScanIndexForward: false, ConsistentRead: true },
    ]);
  });

  it("asks for a valid range even if nothing can be in it", async () => {
    const asked = answerPages({ Items: [] });
    expect(await revsBefore(1, 10)).toEqual([]);
    expect(asked[0]?.ExpressionAttributeValues).toMatchObject({
      ":from": "REV#000000000000",
      ":to": "REV#000000000000",
    });
  });
});

describe("log.messages", () => {
  it("is one consistent batch, and nothing where nothing is wanted", async () => {
    dynamodb.on(BatchGetCommand).resolves({ Responses: { [TABLE]: items(1) } });
    const found = await ports.messages([{ roomId: "room", rev: 1 }]);
    expect(found.get("room")?.get(1)).toEqual(aMessage(1));
    expect(inputsOf(BatchGetCommand)).toEqual([
      { RequestItems: { [TABLE]: { Keys: [keyAt(1)], ConsistentRead: true } } },
    ]);
    await ports.messages([]);
    expect(sent()).toHaveLength(1);
  });
});

describe("a change of the members", () => {
  const some = Array.from({ length: 60 }, (_, i) => `user-${i}`);

  it("is one conditional update for each who is new, 25 at once", async () => {
    let now = 0;
    let most = 0;
    dynamodb.on(UpdateCommand).callsFake(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return {};
    });
    expect(await ports.apply("room", anAddition(1, some))).toBe(true);
    expect(most).toBe(25);
    expect(inputsOf(UpdateCommand).map(({ Key }) => (Key as { sk: string }).sk)).toEqual(
      some.map((user) => `ROOM#MEMBER#${user}`),
    );
    for (const { ConditionExpression } of inputsOf(UpdateCommand)) {
      expect(ConditionExpression).toBe("attribute_not_exists(pk) OR left_rev < :rev");
    }
  });

  it("throws if one update fails, after all have ended", async () => {
    dynamodb.on(UpdateCommand).rejectsOnce(busy).resolves({});
    await expect(ports.apply("room", anAddition(1, some))).rejects.toBe(busy);
    expect(dynamodb).toHaveReceivedCommandTimes(UpdateCommand, 60);
  });

  it("counts members who exist already, or are gone again, as done", async () => {
    dynamodb.on(UpdateCommand).rejects(failed).on(PutCommand).rejects(failed);
    expect(await ports.apply("room", anAddition(1, some))).toBe(false);
    expect(await ports.apply("room", aRemoval(2, "user-1"))).toBe(false);
  });
});
