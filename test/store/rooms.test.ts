// The requests to the table for rooms, for cases that the embedded database cannot cause. The contract tests the
// others.

import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { rooms } from "../../lambdas/store/rooms.ts";
import { aMember, aRoom } from "./contract/samples.ts";
import { answerPages, awsError, dynamodb, inputsOf, sent, table, TABLE } from "./mock-table.ts";
import { PATIENT } from "../patience.ts";

const ports = rooms(table);
const taken = awsError("ConditionalCheckFailedException", { status: 400 });
const busy = awsError("ThrottlingException", { status: 400 });

const room = aRoom();
const readyItem = { ...newRoomItem(room, "roster"), state: READY };
const memberItems = (...ids: string[]) => ids.map((id) => newMemberItem(room.id, aMember(id)));

beforeEach(() => {
  dynamodb.reset();
});

describe("rooms.read", () => {
  it("is one Query of the room with its members, read consistently", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [readyItem, ...memberItems("ann")] });
    await ports.read(room.id);
    expect(sent()).toHaveLength(1);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      TableName: TABLE,
      ConsistentRead: true,
      ExpressionAttributeValues: { ":pk": `ROOM#${room.id}`, ":prefix": "ROOM" },
    });
  });

  it("continues where DynamoDB cut off the members, until there are no more", async () => {
    const keyOf = (id: string) => ({ pk: `ROOM#${room.id}`, sk: `ROOM#MEMBER#${id}` });
    const asked = answerPages(
      { Items: [readyItem, ...memberItems("ann", "bob")], LastEvaluatedKey: keyOf("bob") },
      { Items: [], LastEvaluatedKey: keyOf("bot") },
      { Items: memberItems("cid") },
    );
    const view = await ports.read(room.id);
    expect([...(view?.members.keys() ?? [])]).toEqual(["ann", "bob", "cid"]);
    expect(asked.map((input) => input.ExclusiveStartKey)).toEqual([
      undefined,
      keyOf("bob"),
      keyOf("bot"),
    ]);
    expect(asked.map((input) => input.ConsistentRead)).toEqual([true, true, true]);
  });

  it("rethrows the error of DynamoDB, on any page", async () => {
    dynamodb
      .on(QueryCommand)
      .resolvesOnce({ Items: [readyItem], LastEvaluatedKey: { pk: "a", sk: "b" } })
      .rejects(busy);
    await expect(ports.read(room.id)).rejects.toBe(busy);
  });
});

describe("rooms.begin", () => {
  it("is one conditional put when the id is free", async () => {
    dynamodb.on(PutCommand).resolves({});
    await ports.begin(room, "roster");
    expect(sent()).toHaveLength(1);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      ConditionExpression: "attribute_not_exists(pk)",
    });
  });

  it("reads the existing room, consistently, when it is taken", async () => {
    dynamodb.on(PutCommand).rejects(taken).on(GetCommand).resolves({ Item: readyItem });
    expect(await ports.begin(aRoom({ id: room.id }), "other")).toEqual({
      room,
      roster: "roster",
      isReady: true,
    });
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(GetCommand, { ConsistentRead: true });
  });

  it("throws when the existing room is gone, which never happens", async () => {
    dynamodb.on(PutCommand).rejects(taken).on(GetCommand).resolves({});
    await expect(ports.begin(room, "roster")).rejects.toThrow("A room that was there is gone.");
  });

  it("rethrows any other error of the put", async () => {
    dynamodb.on(PutCommand).rejects(busy);
    await expect(ports.begin(room, "roster")).rejects.toBe(busy);
    expect(dynamodb).not.toHaveReceivedCommand(GetCommand);
  });
});

describe("rooms.enlist", () => {
  const members = Array.from({ length: 60 }, (_, index) => aMember(`user-${index}`));

  it("puts each membership on the condition that it is not there", async () => {
    dynamodb.on(PutCommand).resolves({});
    await ports.enlist(room.id, members);
    expect(inputsOf(PutCommand)).toEqual(
      members.map((member) => ({
        TableName: TABLE,
        Item: newMemberItem(room.id, member),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        ConditionExpression: "attribute_not_exists(pk)",
      })),
    );
  });

  it("puts at most 25 at once", async () => {
    let now = 0;
    let most = 0;
    dynamodb.on(PutCommand).callsFake(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return {};
    });
    await ports.enlist(room.id, members);
    expect(most).toBe(25);
  });

  it("counts existing memberships as done", async () => {
    dynamodb.on(PutCommand).rejects(taken);
    await ports.enlist(room.id, members);
    expect(dynamodb).toHaveReceivedCommandTimes(PutCommand, 60);
  });

  it("throws if one fails, after all have ended: on Lambda, work after the reply is lost", async () => {
    let end: (output: object) => void = () => undefined;
    const slow = new Promise<object>((resolve) => (end = resolve));
    dynamodb
      .on(PutCommand)
      .rejectsOnce(busy)
      .callsFakeOnce(() => slow)
      .resolves({});
    let isDone = false;
    const enlisting = ports.enlist(room.id, members);
    const ended = enlisting.catch(() => undefined).then(() => (isDone = true));
    await vi.waitFor(() => {
      expect(dynamodb).toHaveReceivedCommandTimes(PutCommand, 60);
    }, PATIENT);
    expect(isDone).toBe(false);
    end({});
    await ended;
    await expect(enlisting).rejects.toBe(busy);
  });
});

describe("conditional updates of rooms", () => {
  it("do not throw for a failed condition", async () => {
    dynamodb.on(UpdateCommand).rejects(taken);
    await ports.ready(room.id);
    expect(await ports.markSeen(room.id, "ann", { seq: 1 })).toBe(false);
  });

  it("rethrow any other error", async () => {
    dynamodb.on(UpdateCommand).rejects(busy);
    await expect(ports.ready(room.id)).rejects.toBe(busy);
    await expect(ports.markSeen(room.id, "ann", { seq: 1 })).rejects.toBe(busy);
  });

  it("are one request each", async () => {
    dynamodb.on(UpdateCommand).resolves({});
    await ports.ready(room.id);
    await ports.markSeen(room.id, "ann", { seq: 1 });
    expect(sent().map(({ command }) => command)).toEqual(["UpdateCommand", "UpdateCommand"]);
  });
});

describe("reading who is where", () => {
  it("rooms.memberships is one consistent batch for fifty rooms", async () => {
    const ids = Array.from({ length: 50 }, (_, i) => `room-${i}`);
    dynamodb.on(BatchGetCommand).resolves({
      Responses: { [TABLE]: [readyItem, ...memberItems("ann")] },
    });
    const places = await ports.memberships("ann", ids);
    expect(places.get(room.id)).toEqual({ room, member: aMember("ann") });
    const [input] = inputsOf(BatchGetCommand) as { RequestItems: Record<string, object> }[];
    expect(sent()).toHaveLength(1);
    expect(input?.RequestItems[TABLE]).toMatchObject({ ConsistentRead: true });
  });

  it("rooms.membersAfter is one Query, which goes on behind a member", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: memberItems("bob", "cid") });
    const page = await ports.membersAfter(room.id, "ann", 1);
    expect(page).toEqual({ members: [aMember("bob")], next: "bob" });
    expect(sent()).toHaveLength(1);
    expect(dynamodb).toHaveReceivedCommandExactlyOnceWith(QueryCommand, {
      ExclusiveStartKey: { pk: `ROOM#${room.id}`, sk: "ROOM#MEMBER#ann" },
      Limit: 2,
      ConsistentRead: true,
    });
  });

  it("rooms.removals is one consistent batch", async () => {
    dynamodb.on(BatchGetCommand).resolves({});
    expect(await ports.removals("ann", ["a", "b"])).toEqual(new Map());
    const Keys = ["a", "b"].map((id) => ({ pk: `ROOM#${id}`, sk: "LEFT#ann" }));
    expect(inputsOf(BatchGetCommand)).toEqual([
      { RequestItems: { [TABLE]: { Keys, ConsistentRead: true } } },
    ]);
  });

  it("rethrows the error of DynamoDB", async () => {
    dynamodb.on(BatchGetCommand).rejects(busy).on(QueryCommand).rejects(busy);
    await expect(ports.memberships("ann", ["a"])).rejects.toBe(busy);
    await expect(ports.removals("ann", ["a"])).rejects.toBe(busy);
    await expect(ports.membersAfter("a", undefined, 1)).rejects.toBe(busy);
  });
});
