// The construct in another stack: several backends in one account, with existing resources.

import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { ManagedPolicy } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { beforeAll, describe, expect, test } from "vitest";
import { AUTHORIZER_FILE, ADMIN, FAN_OUT, ROUTES } from "../../lambdas/routes.ts";
import { ChatBackend, type ChatBackendProps } from "../../lib/chat-backend.ts";
import { FULL, resourcesOf } from "./app.ts";
import { render, Resources, type Resource } from "../../bench/harness/template.ts";

const IDENTITY = { issuer: "https://login.example.com", audience: "chat" };

const emptyApp = (): App => new App({ context: { "aws:cdk:bundling-stacks": [] } });
const emptyStack = (): Stack => new Stack(emptyApp(), "Shop");

const resourcesIn = (stack: Stack): Resources =>
  new Resources(JSON.parse(JSON.stringify(Template.fromStack(stack).toJSON())));

/** The property with the resource's name in its account and region, by type. */
const NAMES: Readonly<Record<string, string>> = {
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::CloudWatch::Alarm": "AlarmName",
  "AWS::CloudWatch::CompositeAlarm": "AlarmName",
  "AWS::CloudWatch::Dashboard": "DashboardName",
};

// In two stacks, because each backend has some 300 resources and CloudFormation allows 500 in a stack.
describe("two in one account and region", () => {
  let resources: Resources;
  let first: ChatBackend;
  beforeAll(() => {
    const app = emptyApp();
    const stacks = ["Shop", "Support"].map((id) => new Stack(app, id));
    const [one] = stacks.map((stack) => new ChatBackend(stack, "Chat", { identity: IDENTITY }));
    first = one as ChatBackend;
    const each = stacks.map((stack) => Object.entries(resourcesIn(stack).all));
    const both = each.flatMap((entries, n) => entries.map(([id, it]) => [`${n}${id}`, it]));
    resources = new Resources({ Resources: Object.fromEntries(both) as Resources["all"] });
  });

  test.each(Object.entries(NAMES))("share no name of %s", (type, property) => {
    const names = resources.ofType(type).map(({ Properties }) => render(Properties[property]));
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => name.includes("Shop-Chat"))).toHaveLength(names.length / 2);
    expect(new Set(names).size).toBe(names.length);
  });

  test("have no other names that could collide", () => {
    // The name of a stage must be unique only in its API, the name of an inline policy only in its role.
    const others = Object.values(resources.all).filter(
      ({ Type }) => !/::(Stage|Policy)$/.test(Type),
    );
    const named = others.filter(({ Type, Properties }) =>
      Object.keys((Properties as object | undefined) ?? {}).some(
        (key) => key === `${Type.split("::").at(-1) ?? ""}Name` && NAMES[Type] !== key,
      ),
    );
    expect(named).toEqual([]);
  });

  test("keep their data when they go away", () => {
    const tables = resources.ofType("AWS::DynamoDB::GlobalTable");
    expect(tables.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([
      "RetainExceptOnCreate",
      "RetainExceptOnCreate",
    ]);
  });

  test("tell their functions by file", () => {
    const files = [...ROUTES.map(({ file }) => file), AUTHORIZER_FILE, FAN_OUT.file, ADMIN.file];
    expect(Object.keys(first.functions).sort()).toEqual(files.sort());
  });
});

test("uses the table, the topic and the permissions boundary of its stack", () => {
  const stack = emptyStack();
  const table = TableV2.fromTableName(stack, "Mine", "my-table");
  const alarmTopic = new Topic(stack, "Pager");
  const permissionsBoundary = ManagedPolicy.fromManagedPolicyName(stack, "Boundary", "developers");
  const props: ChatBackendProps = { table, alarmTopic, permissionsBoundary, identity: IDENTITY };
  const backend = new ChatBackend(stack, "Chat", { ...props, namePrefix: "shop-chat" });
  const resources = resourcesIn(stack);

  expect(resources.ofType("AWS::DynamoDB::GlobalTable")).toEqual([]);
  expect(backend.table).toBe(table);
  const topic = resources.idOf("AWS::SNS::Topic");
  expect(render(resources.one("AWS::CloudWatch::Dashboard").Properties.DashboardName)).toBe(
    "shop-chat",
  );
  for (const { Properties } of resources.ofType("AWS::CloudWatch::CompositeAlarm")) {
    expect((Properties.AlarmActions as unknown[]).map(render)).toEqual([`\${${topic}}`]);
  }
  const boundaries = resources
    .ofType("AWS::IAM::Role")
    .map(({ Properties }: Resource) => render(Properties.PermissionsBoundary));
  expect(new Set(boundaries).size).toBe(1);
  expect(boundaries[0]).toMatch(/:policy\/developers$/);
});

test.each(["", "2chats", "chat_room", "a".repeat(41)])("refuses %j as a prefix", (namePrefix) => {
  expect(() => new ChatBackend(emptyStack(), "Chat", { namePrefix })).toThrow(/^namePrefix must/);
});

test("resources whose replacement would lose data have the ids from before the construct", () => {
  const { all } = resourcesOf({ ...FULL, oidcIssuer: "", oidcAudience: "", oidcJwksUri: "" });
  for (const id of [
    "TableCD117FA1",
    "FilesBucket7C17EE2E",
    "UsersPoolBFC35D3B",
    "UsersPoolClient39A19381",
    "ApiCD79AAA0",
    "ApiStage4697DF29",
    "ApiDomain95042711",
    "ApiStageParleyprodApiDomainundefined7683AA70",
  ]) {
    expect(all, id).toHaveProperty(id);
  }
});
