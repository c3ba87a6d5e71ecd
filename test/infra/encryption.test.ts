// A customer managed key: it encrypts all stored data, and each Lambda may use it only for the services that it uses.

import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { describe, expect, test } from "vitest";
import { ADMIN, FAN_OUT, ROUTES, type Route } from "../../lambdas/routes.ts";
import { ChatBackend } from "../../lib/chat-backend.ts";
import { resourcesOf, type Settings } from "./app.ts";
import { render, Resources, type Resource } from "../../bench/harness/template.ts";
import { adminOf, authorizerOf, fanOutOf, lambdaOf, type Lambda } from "./wiring.ts";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/5d6e7f80-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
const ENCRYPTED: Settings = {
  encryptionKeyArn: KEY,
  events: "on",
  canary: "on",
  alarmEmail: "ops@example.com",
};

/** The key of a resource that stores data, by its type. */
const KEY_OF: Readonly<Record<string, (properties: Resource["Properties"]) => unknown>> = {
  "AWS::DynamoDB::GlobalTable": ({ Replicas }) =>
    (Replicas as { SSESpecification?: { KMSMasterKeyId: unknown } }[])[0]?.SSESpecification
      ?.KMSMasterKeyId,
  "AWS::S3::Bucket": ({ BucketEncryption }) =>
    (
      BucketEncryption as {
        ServerSideEncryptionConfiguration: {
          ServerSideEncryptionByDefault: { KMSMasterKeyID?: unknown };
        }[];
      }
    ).ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault.KMSMasterKeyID,
  "AWS::Logs::LogGroup": ({ KmsKeyId }) => KmsKeyId,
  "AWS::SQS::Queue": ({ KmsMasterKeyId }) => KmsMasterKeyId,
  "AWS::SNS::Topic": ({ KmsMasterKeyId }) => KmsMasterKeyId,
  "AWS::Events::EventBus": ({ KmsKeyIdentifier }) => KmsKeyIdentifier,
};

const keysIn = (resources: Resources, type: string): unknown[] =>
  // CDK omits `Properties` from the template for a resource that has none.
  resources
    .ofType(type)
    .map(({ Properties }) =>
      KEY_OF[type]?.((Properties as Resource["Properties"] | undefined) ?? {}),
    );

test.each(Object.keys(KEY_OF))("with encryptionKeyArn, every %s is under the key", (type) => {
  const keys = keysIn(resourcesOf(ENCRYPTED), type);
  expect(keys.length).toBeGreaterThan(0);
  expect(new Set(keys)).toEqual(new Set([KEY]));
  const without = keysIn(resourcesOf({ events: "on", alarmEmail: "ops@example.com" }), type);
  expect(new Set(without)).toEqual(new Set([undefined]));
});

test("S3 asks for one key of its own in place of one for each file", () => {
  const { BucketEncryption } = resourcesOf(ENCRYPTED).one("AWS::S3::Bucket").Properties;
  expect(BucketEncryption).toMatchObject({
    ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true }],
  });
});

/** The key's operations that a Lambda may perform, each with the service for which it may. */
const keyUses = ({ allowed }: Lambda, key = KEY): string[] =>
  allowed
    .filter((each) => each.startsWith("kms:"))
    .map((each) => {
      const [operation, resource, ...condition] = each.split(" ");
      expect(resource).toBe(key);
      expect(condition.slice(0, 3)).toEqual(["if", "kms:ViaService", "StringEquals"]);
      return `${String(condition[3]).split(".")[0]} ${operation}`;
    })
    .sort();

const TABLE_USES = [
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
].map((operation) => `dynamodb kms:${operation}`);

const expected = ({ grants }: Pick<Route, "grants">): string[] => [
  ...(grants.table.length > 0 ? TABLE_USES : []),
  ...(grants.files?.includes("put") ? ["s3 kms:GenerateDataKey"] : []),
  ...(grants.files?.includes("get") ? ["s3 kms:Decrypt"] : []),
  ...(grants.enqueue ? ["sqs kms:Decrypt", "sqs kms:GenerateDataKey"] : []),
];

describe.each([
  ["its own table and files", ENCRYPTED],
  [
    "a table and a bucket that are there already",
    { ...ENCRYPTED, tableName: "chat-restored", filesBucket: "chat-files" },
  ],
])("with %s", (_, settings) => {
  const resources = resourcesOf(settings);

  test("each Lambda may use the key only through the services that it calls", () => {
    for (const route of ROUTES) {
      expect(keyUses(lambdaOf(resources, route.key)), route.key).toEqual(expected(route));
    }
    expect(keyUses(fanOutOf(resources))).toEqual(expected(FAN_OUT));
    expect(keyUses(adminOf(resources))).toEqual(expected(ADMIN));
    expect(keyUses(authorizerOf(resources))).toEqual([]);
  });
});

test("a key of the same app lets CloudWatch write these logs, and alarms publish", () => {
  const stack = new Stack(new App({ context: { "aws:cdk:bundling-stacks": [] } }), "Shop");
  new ChatBackend(stack, "Chat", {
    identity: { issuer: "https://login.example.com", audience: "chat" },
    namePrefix: "shop-chat",
    encryptionKey: new Key(stack, "Key", { enableKeyRotation: true }),
    events: { withText: true },
  });
  const resources = new Resources(Template.fromStack(stack).toJSON());
  const { Statement } = resources.one("AWS::KMS::Key").Properties.KeyPolicy as {
    Statement: { Principal: { Service?: unknown }; Action: unknown; Condition?: object }[];
  };
  const byService = Object.fromEntries(
    Statement.filter(({ Principal }) => Principal.Service !== undefined).map(
      ({ Principal, Action, Condition = {} }) => [
        render(Principal.Service),
        [Action, Object.values(Condition).map((each: object) => Object.values(each).map(render))],
      ],
    ),
  );
  expect(byService).toMatchObject({
    "logs.${AWS::Region}.${AWS::URLSuffix}": [
      ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      [
        [
          "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/parley/shop-chat/*",
        ],
      ],
    ],
    "cloudwatch.amazonaws.com": [["kms:Decrypt", "kms:GenerateDataKey*"], [["${AWS::AccountId}"]]],
  });
  // CDK's own statement for an event bus.
  expect(Object.keys(byService)).toContain("events.amazonaws.com");
  const names = resources.ofType("AWS::Logs::LogGroup").map(({ Properties }) => Properties);
  for (const { LogGroupName } of names)
    expect(render(LogGroupName)).toMatch(/^\/parley\/shop-chat\//);
});
