// The table: it has the keys and the index that lambdas/store expects, and is retained where it must be.

import { describe, expect, test } from "vitest";
import { EXPIRY, tableDefinition } from "../../lambdas/store/schema.ts";
import { FULL, resourcesOf, stackOf, type Settings } from "./app.ts";
import { ROUTES } from "../../lambdas/routes.ts";
import { render } from "../../bench/harness/template.ts";
import { lambdaOf } from "./wiring.ts";

const TABLE = "AWS::DynamoDB::GlobalTable";

/** Retains a resource that is deleted or replaced, but not one whose creation is rolled back. */
const KEPT = "RetainExceptOnCreate";

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

test("has items deleted when they expire", () => {
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
  const { DeletionPolicy, UpdateReplacePolicy } = table(settings);
  expect(DeletionPolicy).toBe(kept ? KEPT : "Delete");
  expect(UpdateReplacePolicy).toBe(kept ? "Retain" : "Delete");
});

test("nothing is protected unless asked for: a first deployment that fails could not be rolled back", () => {
  for (const stage of ["dev", "prod"]) {
    const settings = { stage };
    expect(replica(settings)).toMatchObject([{ DeletionProtectionEnabled: false }]);
    expect(stackOf(settings).terminationProtection).toBe(false);
  }
  const settings = { stage: "prod", deletionProtection: "on" };
  expect(replica(settings)).toMatchObject([{ DeletionProtectionEnabled: true }]);
  expect(stackOf(settings).terminationProtection).toBe(true);
});

test("no resource outlives the deployment that failed to create it", () => {
  for (const settings of [{}, FULL]) {
    const { all } = resourcesOf(settings);
    expect(Object.values(all).filter(({ DeletionPolicy }) => DeletionPolicy === "Retain")).toEqual(
      [],
    );
  }
});

test("a removed stage leaves nothing else but the account's role for logs", () => {
  const { all } = resourcesOf();
  const kept = Object.values(all).filter(({ DeletionPolicy }) => DeletionPolicy === KEPT);
  expect(kept.map(({ Type }) => Type).sort()).toEqual([
    "AWS::ApiGateway::Account",
    "AWS::IAM::Role",
  ]);
});

describe("a table that is there already", () => {
  const NAME = "chat-restored";
  const table = resourcesOf().idOf(TABLE);
  const arn = `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${NAME}`;

  /** All resources except the table, with references as text. References to the table are replaced by their values. */
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

  test("replaces the stack's own, and nothing else changes", () => {
    expect(resourcesOf({ tableName: NAME }).ofType(TABLE)).toEqual([]);
    expect(others({ tableName: NAME })).toBe(others());
    expect(others({ tableName: NAME })).toContain(`${arn}/index/gsi1`);
  });
});

test("a customer's key may be used for the table, by those who may use the table, and for nothing else", () => {
  const tableKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c";
  const resources = resourcesOf({ tableName: "chat-restored", tableKeyArn });
  const only = "if kms:ViaService StringEquals dynamodb.${AWS::Region}.${AWS::URLSuffix}";
  for (const route of ROUTES) {
    const { allowed } = lambdaOf(resources, route.key);
    const ofKey = allowed.filter((permission) => permission.startsWith("kms:"));
    expect(ofKey.every((permission) => permission.endsWith(` ${tableKeyArn} ${only}`))).toBe(true);
    expect(ofKey.includes(`kms:Decrypt ${tableKeyArn} ${only}`)).toBe(
      route.grants.table.length > 0,
    );
  }
});

test("the table keeps its logical id: another id would create a new, empty table", () => {
  expect(resourcesOf().idOf(TABLE)).toBe("TableCD117FA1");
});
