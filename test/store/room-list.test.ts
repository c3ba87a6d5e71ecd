// The list of rooms, request by request: how many there are of them. What it gives is in the contract.

import { BatchGetCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { beforeEach, describe, expect, it } from "vitest";
import { newMemberItem } from "../../lambdas/store/items/member.ts";
import { newRoomItem, READY } from "../../lambdas/store/items/room.ts";
import { roomList } from "../../lambdas/store/room-list.ts";
import { aMember, aRoom } from "./contract/samples.ts";
import { answerPages, awsError, dynamodb, inputsOf, sent, table, TABLE } from "./mock-table.ts";

const ports = roomList(table);
const ann = aMember("ann");
const rooms = Array.from({ length: 120 }, (_, index) => aRoom({ id: `room-${index}` }));
const indexed = rooms.map(({ id }) => newMemberItem(id, ann)).map(({ pk, sk }) => ({ pk, sk }));

type Key = { pk: string; sk: string };
type BatchGetInput = { RequestItems: Record<string, { Keys: Key[]; ConsistentRead?: boolean }> };
const asked = () =>
  inputsOf(BatchGetCommand).map((input) => (input as BatchGetInput).RequestItems[TABLE]);

/** Answers reads by key with those of the items that are asked for. */
function hold(items: Record<string, unknown>[]): void {
  dynamodb.on(BatchGetCommand).callsFake((input: BatchGetInput) => {
    const keys = (input.RequestItems[TABLE]?.Keys ?? []).map(({ pk, sk }) => `${pk} ${sk}`);
    const found = items.filter(({ pk, sk }) => keys.includes(`${String(pk)} ${String(sk)}`));
    return { Responses: { [TABLE]: found } };
  });
}

const roomItem = (room: (typeof rooms)[number]) => ({ ...newRoomItem(room, ""), state: READY });
const memberItem = ({ id }: { id: string }) => newMemberItem(id, ann);

beforeEach(() => {
  dynamodb.reset();
});

describe("roomList.ofUser", () => {
  it("is a Query of the index, page after page, and one batch for every fifty rooms", async () => {
    const next = { pk: "a", sk: "b" };
    const queried = answerPages(
      { Items: indexed.slice(0, 70), LastEvaluatedKey: next },
      { Items: indexed.slice(70) },
    );
    hold([...rooms.map(roomItem), ...rooms.map(memberItem)]);
    expect(await ports.ofUser("ann")).toHaveLength(120);
    expect(queried[0]).toMatchObject({
      IndexName: "gsi1",
      ExpressionAttributeNames: { "#pk": "gsi1pk", "#sk": "gsi1sk" },
      ExpressionAttributeValues: { ":pk": "USER#ann", ":prefix": "ROOM#" },
    });
    expect(queried.map((input) => input.ExclusiveStartKey)).toEqual([undefined, next]);
    expect(asked().map((request) => request?.Keys.length)).toEqual([100, 100, 40]);
    expect(sent()).toHaveLength(5);
  });

  it("reads eventually consistent: the index can do no other, and a list may lag", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: indexed.slice(0, 1) });
    hold([]);
    await ports.ofUser("ann");
    expect(inputsOf(QueryCommand)[0]).not.toHaveProperty("ConsistentRead");
    expect(asked()[0]).not.toHaveProperty("ConsistentRead");
  });

  it("is the Query alone for a user in no room", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [] });
    expect(await ports.ofUser("ann")).toEqual([]);
    expect(sent()).toHaveLength(1);
  });

  it("leaves out a room of which the index still tells and whose membership is gone", async () => {
    const [left, stayed] = rooms;
    if (!left || !stayed) throw new Error("There are no rooms.");
    dynamodb.on(QueryCommand).resolves({ Items: indexed.slice(0, 2) });
    hold([roomItem(left), roomItem(stayed), memberItem(stayed)]);
    expect(await ports.ofUser("ann")).toEqual([{ room: stayed, member: ann }]);
  });

  it("leaves out a membership whose room is not there", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: indexed.slice(0, 1) });
    hold(rooms.slice(0, 1).map(memberItem));
    expect(await ports.ofUser("ann")).toEqual([]);
  });

  it("throws on what DynamoDB throws", async () => {
    const busy = awsError("ThrottlingException");
    dynamodb.on(QueryCommand).rejects(busy);
    await expect(ports.ofUser("ann")).rejects.toBe(busy);
  });
});

describe("roomList.details", () => {
  it("is one batch for messages and users together, eventually consistent, each user once", async () => {
    hold([]);
    const messages = rooms.slice(0, 50).map(({ id }) => ({ roomId: id, rev: 3 }));
    const users = [...Array.from({ length: 50 }, (_, index) => `user-${index}`), "user-0"];
    await ports.details({ messages, users });
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.Keys).toHaveLength(100);
    expect(asked()[0]).not.toHaveProperty("ConsistentRead");
  });
});

describe("roomList.remember", () => {
  it("is one write of that attribute alone", async () => {
    dynamodb.on(UpdateCommand).resolves({});
    await ports.remember("ann", "Ann");
    expect(sent()).toEqual([
      {
        command: "UpdateCommand",
        input: {
          TableName: TABLE,
          Key: { pk: "USER#ann", sk: "USER" },
          UpdateExpression: "SET v = :v, first_name = :first_name",
          ExpressionAttributeValues: { ":v": 1, ":first_name": "Ann" },
        },
      },
    ]);
  });
});
