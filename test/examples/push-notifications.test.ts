// The examples of push notifications: they synthesize, and notify exactly the devices that are to be notified.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import {
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  PublishCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test, vi } from "vitest";
import webPush from "web-push";
import { MobilePushStack } from "../../examples/push-notifications/mobile-push-stack.ts";
import { WebPushStack } from "../../examples/push-notifications/web-push-stack.ts";

vi.hoisted(() => {
  process.env.AWS_REGION ??= "eu-central-1";
  process.env.FCM_APPLICATION_ARN = "arn:aws:sns:eu-central-1:123456789012:app/GCM/chat";
  process.env.APNS_APPLICATION_ARN = "arn:aws:sns:eu-central-1:123456789012:app/APNS/chat";
});

const chat = {
  eventBusName: "Parley-prod",
  issuer: "https://login.example.com",
  audience: "chat",
};
const app = () => new App({ context: { "aws:cdk:bundling-stacks": [] } });
const mobile = () =>
  Template.fromStack(
    new MobilePushStack(app(), "MobilePush", {
      ...chat,
      fcmApplicationArn: process.env.FCM_APPLICATION_ARN ?? "",
      apnsApplicationArn: process.env.APNS_APPLICATION_ARN ?? "",
    }),
  );
const web = () =>
  Template.fromStack(
    new WebPushStack(app(), "WebPush", {
      ...chat,
      origins: ["https://chat.example.com"],
      vapidPublicKey: "public",
      vapidPrivateKeyParameter: "/chat/vapid",
      contact: "mailto:ops@example.com",
    }),
  );

describe.each([
  ["mobile push", mobile],
  ["Web Push", web],
])("the stack of %s", (_, template) => {
  test("gets messages from the chat's bus, and keeps events that did not reach it or that it could not process", () => {
    template().hasResourceProperties("AWS::Events::Rule", {
      EventBusName: "Parley-prod",
      EventPattern: { source: ["parley.chat"], "detail-type": ["MessageSent"] },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
    const withQueue = { Properties: { DeadLetterConfig: { TargetArn: Match.anyValue() } } };
    const functions = template().findResources("AWS::Lambda::Function", withQueue);
    expect(Object.keys(functions)).toEqual([expect.stringContaining("notify")]);
  });

  test("lets nobody register a device who is not signed in to the chat", () => {
    template().hasResourceProperties("AWS::ApiGatewayV2::Authorizer", {
      AuthorizerType: "JWT",
      JwtConfiguration: { Audience: ["chat"], Issuer: "https://login.example.com" },
    });
    const routes = template().findResources("AWS::ApiGatewayV2::Route");
    expect(Object.keys(routes)).toHaveLength(2);
    for (const { Properties } of Object.values(routes)) {
      expect(Properties).toMatchObject({ AuthorizationType: "JWT" });
    }
  });
});

const table = mockClient(DynamoDBDocumentClient);
const sns = mockClient(SNSClient);
const ssm = mockClient(SSMClient);

const message = {
  room_id: "tea",
  message_id: "m1",
  sender_id: "ann",
  rev: 7,
  text: "Tea?",
  offline_user_ids: ["bob", "cid"],
};
const event = { detail: message } as never;

beforeEach(() => {
  for (const mock of [table, sns, ssm]) mock.reset();
  table.on(GetCommand).resolves({});
  table.on(QueryCommand).resolves({ Items: [] });
});

/** The table has these devices of bob's. */
const devices = (...Items: object[]) =>
  table
    .on(QueryCommand, { ExpressionAttributeValues: { ":user": "bob" } })
    .resolves({ Items: Items.map((item) => ({ user_id: "bob", ...item })) });

describe("phones", () => {
  const notify = async () =>
    (await import("../../examples/push-notifications/lambdas/notify-phones.ts")).handler(event);

  test("of every user who missed the message are notified once", async () => {
    devices({ device: "endpoint/1" }, { device: "endpoint/2" });
    await notify();
    const told = sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);
    expect(told.map(({ TargetArn }) => TargetArn)).toEqual(["endpoint/1", "endpoint/2"]);
    const { APNS = "", GCM = "" } = JSON.parse(told[0]?.Message ?? "") as Record<string, string>;
    expect(JSON.parse(APNS)).toMatchObject({ aps: { alert: { body: "Tea?" } }, room_id: "tea" });
    expect(JSON.parse(GCM)).toMatchObject({
      fcmV1Message: { message: { notification: { body: "Tea?" }, data: { room_id: "tea" } } },
    });
    // A repeated event finds its mark, and notifies nobody.
    table.on(GetCommand).resolves({ Item: {} });
    await notify();
    expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
  });

  test("that no longer exist are forgotten, and the others are notified", async () => {
    devices({ device: "endpoint/1" }, { device: "endpoint/2" });
    const gone = Object.assign(new Error("gone"), { name: "EndpointDisabledException" });
    sns.on(PublishCommand, { TargetArn: "endpoint/1" }).rejects(gone);
    await notify();
    expect(sns.commandCalls(DeleteEndpointCommand)).toHaveLength(1);
    expect(table.commandCalls(DeleteCommand)[0]?.args[0].input.Key).toEqual({
      user_id: "bob",
      device: "endpoint/1",
    });
    expect(sns.commandCalls(PublishCommand)).toHaveLength(2);
  });

  test("fail the event on an error, so that it is retried, and is not marked as done", async () => {
    devices({ device: "endpoint/1" });
    sns.on(PublishCommand).rejects(new Error("throttled"));
    await expect(notify()).rejects.toThrow("not notified");
    expect(table.commandCalls(PutCommand)).toEqual([]);
  });

  test("registers a phone for the token's user, whatever the body contains", async () => {
    const { handler } = await import("../../examples/push-notifications/lambdas/register-phone.ts");
    sns.on(CreatePlatformEndpointCommand).resolves({ EndpointArn: "endpoint/3" });
    const put = (body: object) =>
      handler({
        body: JSON.stringify(body),
        requestContext: {
          http: { method: "PUT" },
          authorizer: { jwt: { claims: { sub: "bob" } } },
        },
      } as never);
    expect(await put({ platform: "fcm", token: "t", user_id: "eve" })).toEqual({ statusCode: 204 });
    expect(table.commandCalls(PutCommand)[0]?.args[0].input.Item).toEqual({
      user_id: "bob",
      device: "endpoint/3",
    });
    expect(await put({ platform: "pigeon", token: "t" })).toMatchObject({ statusCode: 400 });
  });
});

describe("browsers", () => {
  const notify = async () =>
    (await import("../../examples/push-notifications/lambdas/notify-browsers.ts")).handler(event);

  test("are notified through their push service, and forgotten if that no longer knows them", async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: "private" } });
    devices({ device: "https://push.example/1", keys: {} }, { device: "https://push.example/2" });
    const gone = new webPush.WebPushError("gone", 410, {}, "", "https://push.example/2");
    const send = vi
      .spyOn(webPush, "sendNotification")
      .mockImplementation(({ endpoint }) =>
        endpoint.endsWith("2") ? Promise.reject(gone) : Promise.resolve({} as never),
      );
    await notify();
    const [subscription, payload = "", options] = send.mock.calls[0] ?? [];
    expect(subscription?.endpoint).toBe("https://push.example/1");
    expect(JSON.parse(String(payload))).toEqual({ body: "Tea?", room_id: "tea", message_id: "m1" });
    expect(options?.vapidDetails?.privateKey).toBe("private");
    expect(table.commandCalls(DeleteCommand)[0]?.args[0].input.Key).toEqual({
      user_id: "bob",
      device: "https://push.example/2",
    });
  });

  test("are refused if the address of their push service could be internal", async () => {
    const { handler } =
      await import("../../examples/push-notifications/lambdas/register-browser.ts");
    const put = (endpoint: string) =>
      handler({
        body: JSON.stringify({ endpoint, keys: { p256dh: "p", auth: "a" } }),
        requestContext: {
          http: { method: "PUT" },
          authorizer: { jwt: { claims: { sub: "bob" } } },
        },
      } as never);
    expect(await put("https://push.example.com/x")).toEqual({ statusCode: 204 });
    for (const endpoint of ["http://push.example.com/x", "https://169.254.169.254/x", "nothing"]) {
      expect(await put(endpoint)).toMatchObject({ statusCode: 400 });
    }
  });
});

test("every command of its page can be read by the shell, and names settings that the app reads", () => {
  const page = readFileSync("docs/push-notifications.md", "utf8");
  const source = readFileSync("examples/push-notifications/app.ts", "utf8");
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = ""]) => block);
  expect(blocks.length).toBeGreaterThan(3);
  for (const block of blocks) {
    expect(spawnSync("bash", ["-n"], { input: block, encoding: "utf8" }).stderr, block).toBe("");
    for (const [, key = ""] of block.matchAll(/-c (\w+)=/g)) expect(source).toContain(`"${key}"`);
  }
});
