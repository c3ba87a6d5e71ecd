// The table: as lambdas/store expects it, and kept where it has to be.

import { describe, expect, test } from "vitest";
import { EXPIRY, tableDefinition } from "../../lambdas/store/schema.ts";
import { chatApp, FULL, resourcesOf, type Settings } from "./app.ts";
import { render } from "./resources.ts";

const TABLE = "AWS::DynamoDB::GlobalTable";

const table = (settings = {}) => resourcesOf(settings).one(TABLE);
const replica = (settings = {}) =>
  (table(settings).Properties.Replicas as Record<string, unknown>[]).map((each) => ({ ...each }));

test("has the keys and the index that the store uses, and no other index", () => {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode } =
    tableDefinition("any");
  const { Properties } = table();
  expect(Properties).toMatchObject({ KeySchema, GlobalSecondaryIndexes, BillingMode });
  expect(Properties.AttributeDefinitions).toEqual(
    expect.arrayContaining(AttributeDefinitions ?? []),
  );
  expect(Properties.LocalSecondaryIndexes).toBeUndefined();
});

test("forgets what has expired", () => {
  expect(table().Properties.TimeToLiveSpecification).toEqual({
    AttributeName: EXPIRY,
    Enabled: true,
  });
});

test("can be restored to any second, and is in one region", () => {
  expect(replica()).toMatchObject([
    { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
  ]);
});

test.each([
  { settings: {}, kept: false },
  { settings: { stage: "staging" }, kept: false },
  { settings: { stage: "prod" }, kept: true },
  { settings: FULL, kept: true },
  { settings: { stage: "prod", removalPolicy: "destroy" }, kept: false },
  { settings: { stage: "staging", removalPolicy: "retain" }, kept: true },
])("with $settings.stage, $settings.removalPolicy it is kept: $kept", ({ settings, kept }) => {
  expect(table(settings).DeletionPolicy).toBe(kept ? "Retain" : "Delete");
  expect(replica(settings)).toMatchObject([{ DeletionProtectionEnabled: kept }]);
  expect(chatApp(settings).stack.terminationProtection).toBe(kept);
});

test("nothing else is kept of a stage that goes away, but the account's role for logs", () => {
  const { all } = resourcesOf();
  const kept = Object.values(all).filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
  expect(kept.map(({ Type }) => Type).sort()).toEqual([
    "AWS::ApiGateway::Account",
    "AWS::IAM::Role",
  ]);
});

describe("a table that is there already", () => {
  const NAME = "chat-restored";
  const table = resourcesOf().idOf(TABLE);
  const arn = `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${NAME}`;

  /** All but the table, with references as text, and with the table's own replaced by what they must come to. */
  const others = (settings: Settings = {}) => {
    const { all, outputs } = resourcesOf(settings);
    const rest = Object.entries({ ...all, ...outputs }).filter(([id]) => id !== table);
    const text = JSON.stringify(Object.fromEntries(rest), (_, value: unknown) => rendered(value));
    return text.replaceAll(`\${${table}.Arn}`, arn).replaceAll(`\${${table}}`, NAME);
  };
  const rendered = (value: unknown): unknown =>
    ["Ref", "Fn::GetAtt", "Fn::Join"].some((key) => Object.hasOwn(Object(value) as object, key))
      ? render(value)
      : value;

  test("takes the place of the stack's own, and nothing else changes", () => {
    expect(resourcesOf({ tableName: NAME }).ofType(TABLE)).toEqual([]);
    expect(others({ tableName: NAME })).toBe(others());
    expect(others({ tableName: NAME })).toContain(`${arn}/index/gsi1`);
  });
});

test("the name of the resource stays: under another, an update would make a new, empty table", () => {
  expect(resourcesOf().idOf(TABLE)).toBe("TableCD117FA1");
});
