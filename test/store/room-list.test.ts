// The list of rooms: the number of its requests to the table. The contract tests its results.

import { BatchGetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
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

/** Answers reads by key with the items of these keys. */
function hold(items: Record<string, unknown>[]): void {
  dynamodb.on(BatchGetCommand).callsFake((input: BatchGetInput) => {
    const keys = (input.RequestItems[TABLE]?.Keys ?? []).map(({ pk, sk }) => `${pk} ${sk}`);
    const found = items.filter(({ pk, sk }) => keys.includes(`${String(pk)} ${String(sk)}`));
    return { Responses: { [TABLE]: found } };
  });
}

const roomItem = (room: (typeof rooms)[number]) => ({ ...newRoomItem(room, ""), state: READY });

beforeEach(() => {
  dynamodb.reset();
});

describe("roomList.ofUser", () => {
  it("is a Query of the index, page after page, and one batch for every hundred rooms", async () => {
    const next = { pk: "a", sk: "b" };
    const queried = answerPages(
      { Items: indexed.slice(0, 70), LastEvaluatedKey: next },
      { Items: indexed.slice(70) },
    );
    hold(rooms.map(roomItem));
    expect(await ports.ofUser("ann")).toHaveLength(120);
    expect(queried[0]).toMatchObject({
      IndexName: "gsi1",
      ExpressionAttributeNames: { "#pk": "gsi1pk", "#sk": "gsi1sk" },
      ExpressionAttributeValues: { ":pk": "USER#ann", ":prefix": "ROOM#" },
    });
    expect(queried.map((input) => input.ExclusiveStartKey)).toEqual([undefined, next]);
    expect(asked().map((request) => request?.Keys.length)).toEqual([100, 20]);
    expect(sent()).toHaveLength(4);
  });

  it("reads eventually consistent: an index supports nothing else, and a list may lag", async () => {
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

  it("leaves out a membership whose room is not there", async () => {
    dynamodb.on(QueryCommand).resolves({ Items: indexed.slice(0, 1) });
    hold([]);
    expect(await ports.ofUser("ann")).toEqual([]);
  });

  it("rethrows the error of DynamoDB", async () => {
    const busy = awsError("ThrottlingException");
    dynamodb.on(QueryCommand).rejects(busy);
    await expect(ports.ofUser("ann")).rejects.toBe(busy);
  });
});

describe("roomList.details", () => {
  const wanted = (count: number) => ({
    member: { userId: "ann", roomIds: rooms.slice(0, count).map(({ id }) => id) },
    messages: rooms.slice(0, count).map(({ id }) => ({ roomId: id, rev: 3 })),
    users: [...Array.from({ length: count }, (_, index) => `user-${index}`), "user-0"],
  });

  it("is one batch of memberships, messages and users where they fit, consistent, each user once", async () => {
    hold([]);
    await ports.details(wanted(33));
    expect(asked()).toHaveLength(1);
    expect(asked()[0]?.Keys).toHaveLength(99);
    expect(asked()[0]).toHaveProperty("ConsistentRead", true);
  });

  it("reads only the memberships of a longer page consistently, since they decide", async () => {
    hold([]);
    await ports.details(wanted(100));
    expect(asked().map((one) => [one?.Keys.length, one?.ConsistentRead])).toEqual([
      [100, true],
      [100, undefined],
      [100, undefined],
    ]);
    expect(asked()[0]?.Keys.every(({ sk }) => sk === "ROOM#MEMBER#ann")).toBe(true);
  });
});

describe("roomList.keep", () => {
  it("is one put for each thousand rooms, which goes when its time is over", async () => {
    dynamodb.on(PutCommand).resolves({});
    const roomIds = Array.from({ length: 2_001 }, (_, i) => `room-${i}`);
    await ports.keep("ann", { id: "l", roomIds, until: 5_000 });
    const items = inputsOf(PutCommand).map((input) => input.Item as { rooms: string[] });
    expect(items.map((item) => item.rooms.length)).toEqual([1_000, 1_000, 1]);
    expect(items[1]).toMatchObject({ pk: "USER#ann", sk: "LIST#l#1", expires_at: 5 });
  });
});
