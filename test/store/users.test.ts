// Users and their connections: the effect of each change on the table, and the number of its requests.

import { BatchGetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { users, type Users } from "../../lambdas/store/users.ts";
import { buckets } from "../../lambdas/store/buckets.ts";
import { aCharge, newId } from "./contract/samples.ts";
import { openEmbeddedTable, type Embedded } from "./embedded.ts";
import { awsError, dynamodb, inputsOf, sent, table, TABLE } from "./mock-table.ts";

const NOW = 1_000_000;
const LATER = NOW + 1;
const people = users(table);

const busy = awsError("ThrottlingException", { status: 400 });
const key = { pk: "USER#ann", sk: "USER" };

/** Answers $connect's write with the user's connections after it. */
const holding = (connections: Record<string, number>) => {
  const attributes = Object.entries(connections).map(([id, until]) => [`conn:${id}`, until]);
  const Attributes = { ...key, ...(Object.fromEntries(attributes) as Record<string, number>) };
  dynamodb.on(UpdateCommand).resolvesOnce({ Attributes }).resolves({});
};
const sweptNames = () => inputsOf(UpdateCommand)[0]?.ExpressionAttributeNames ?? {};

describe("users, request by request", () => {
  beforeEach(() => {
    dynamodb.reset();
  });

  describe("read", () => {
    it("is one batch, eventually consistent, that names each user once", async () => {
      dynamodb.on(BatchGetCommand).resolves({ Responses: { [TABLE]: [key] } });
      expect(await people.read(["ann", "bob", "ann"])).toEqual([{ id: "ann", connections: [] }]);
      const Keys = [key, { pk: "USER#bob", sk: "USER" }];
      expect(inputsOf(BatchGetCommand)).toEqual([{ RequestItems: { [TABLE]: { Keys } } }]);
    });
  });

  describe("connect", () => {
    it("is one write when no connection of the user is dead", async () => {
      holding({ old: LATER, new: LATER });
      await people.connect("ann", { id: "new", until: LATER }, aCharge(NOW));
      expect(sent()).toHaveLength(1);
      expect(inputsOf(UpdateCommand)).toMatchObject([
        {
          Key: key,
          ExpressionAttributeNames: { "#connection": "conn:new", "#bucket": "connects_full_at" },
          ExpressionAttributeValues: { ":until": LATER },
          ReturnValues: "ALL_NEW",
        },
      ]);
    });

    it("returns all connections of the user", async () => {
      holding({ dead: NOW - 1, live: LATER, new: LATER });
      const found = await people.connect("ann", { id: "new", until: LATER }, aCharge(NOW));
      expect(found?.connections.map(({ id }) => id)).toEqual(["dead", "live", "new"]);
      expect(sent()).toHaveLength(1);
    });

    it("stores nothing if the bucket of handshakes is empty, after two attempts", async () => {
      dynamodb.on(UpdateCommand).rejects(awsError("ConditionalCheckFailedException"));
      expect(await people.connect("ann", { id: "c", until: 1 }, aCharge(NOW))).toBeUndefined();
      expect(inputsOf(UpdateCommand).map((input) => input.ConditionExpression)).toEqual([
        "attribute_not_exists(#bucket) OR #bucket <= :now",
        "#bucket <= :most",
      ]);
    });

    it("rethrows the write's error", async () => {
      dynamodb.on(UpdateCommand).rejects(busy);
      await expect(people.connect("ann", { id: "c", until: 1 }, aCharge(NOW))).rejects.toBe(busy);
    });
  });

  describe("sweep", () => {
    const dead = (...ids: string[]) => ids.map((id) => ({ id, until: NOW }));

    it("removes exactly the dead connections in one write", async () => {
      dynamodb.on(UpdateCommand).resolves({});
      await people.sweep("ann", dead("dead1", "dead2"));
      expect(sent()).toHaveLength(1);
      expect(inputsOf(UpdateCommand)[0]).toEqual({
        TableName: TABLE,
        Key: key,
        UpdateExpression: "REMOVE #c0, #c1",
        ExpressionAttributeNames: { "#c0": "conn:dead1", "#c1": "conn:dead2" },
      });
    });

    it("removes 200 at most at once", async () => {
      dynamodb.on(UpdateCommand).resolves({});
      await people.sweep("ann", dead(...Array.from({ length: 201 }, (_, index) => `dead${index}`)));
      expect(sent()).toHaveLength(1);
      expect(Object.keys(sweptNames())).toHaveLength(200);
    });

    it("sends no request if none is dead", async () => {
      await people.sweep("ann", []);
      expect(sent()).toHaveLength(0);
    });
  });

  describe("forget", () => {
    it("is one write, on the condition that the connection is there", async () => {
      dynamodb.on(UpdateCommand).resolves({});
      await people.forget("ann", "c1", NOW);
      expect(inputsOf(UpdateCommand)).toEqual([
        {
          TableName: TABLE,
          Key: key,
          UpdateExpression: "SET last_seen_at = :now REMOVE #connection",
          ConditionExpression: "attribute_exists(#connection)",
          ExpressionAttributeNames: { "#connection": "conn:c1" },
          ExpressionAttributeValues: { ":now": NOW },
        },
      ]);
    });

    it("succeeds when the connection is gone already, and rethrows any other error", async () => {
      dynamodb
        .on(UpdateCommand)
        .rejectsOnce(awsError("ConditionalCheckFailedException"))
        .rejects(busy);
      await people.forget("ann", "c1", NOW);
      await expect(people.forget("ann", "c1", NOW)).rejects.toBe(busy);
    });
  });
});

describe("users, in the table", () => {
  let embedded: Embedded;
  let real: Users;
  const connected = async (user: string) => (await real.read([user]))[0]?.connections ?? [];

  beforeAll(async () => {
    dynamodb.restore();
    embedded = await openEmbeddedTable();
    real = users(embedded.table);
  });
  afterAll(() => embedded.close());

  it("have every connection that was added, of whatever characters a connection id is", async () => {
    const user = newId("user");
    const connections = ["bLXBXd6JIAMCJ9Q=", "a#b:c.d"].map((id) => ({ id, until: LATER }));
    for (const connection of connections) await real.connect(user, connection, aCharge(NOW));
    expect(await connected(user)).toEqual(expect.arrayContaining(connections));
    expect(await connected(user)).toHaveLength(2);
  });

  it("lose the dead ones that the next connect finds, and no live one", async () => {
    const user = newId("user");
    await real.connect(user, { id: "dies", until: NOW }, aCharge(NOW - 1));
    await real.connect(user, { id: "lives", until: LATER }, aCharge(NOW - 1));
    const found = await real.connect(user, { id: "new", until: LATER }, aCharge(NOW));
    const dead = found?.connections.filter(({ until }) => until <= NOW);
    await real.sweep(user, dead ?? []);
    expect((await connected(user)).map(({ id }) => id).sort()).toEqual(["lives", "new"]);
  });

  it("lose exactly the connection that is forgotten, also when it is twice", async () => {
    const user = newId("user");
    for (const id of ["c1", "c10"])
      await real.connect(user, { id, until: LATER }, aCharge(NOW), "Ann");
    await real.forget(user, "c1", NOW);
    await real.forget(user, "c1", NOW);
    expect(await real.read([user])).toEqual([
      {
        id: user,
        firstName: "Ann",
        lastSeenAt: NOW,
        connections: [{ id: "c10", until: LATER }],
      },
    ]);
  });

  it("are not created by a forget", async () => {
    const user = newId("user");
    await real.forget(user, "c1", NOW);
    expect(await real.read([user])).toEqual([]);
  });

  it("keep the name that they chose, whatever name their next token has", async () => {
    const user = newId("user");
    await real.connect(user, { id: "c1", until: LATER }, aCharge(NOW), "Token");
    expect((await real.read([user]))[0]?.firstName).toBe("Token");
    await buckets(embedded.table).take(user, "reads", aCharge(NOW), "Told");
    await real.connect(user, { id: "c2", until: LATER }, aCharge(NOW), "Token");
    expect((await real.read([user]))[0]?.firstName).toBe("Told");
  });
});
