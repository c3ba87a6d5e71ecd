// Creates the CDK app of `npx cdk synth` in this process, without the Lambdas' code and without CDK's validation of
// templates, which takes most of a synth. test/infra/synth.test.ts covers both.

import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { ChatStack } from "../../lib/chat-stack.ts";
import { readConfig } from "../../lib/config.ts";
import { Resources } from "../../bench/harness/template.ts";

process.env.CDK_VALIDATION = "false";

const { context } = JSON.parse(readFileSync("cdk.json", "utf8")) as { context: object };

/** The settings that `npx cdk` accepts with `-c`. */
export type Settings = Readonly<Record<string, string>>;

/** A production stage with every setting. */
export const FULL: Settings = {
  stage: "prod",
  oidcIssuer: "https://login.example.com",
  oidcAudience: "chat",
  oidcJwksUri: "https://login.example.com/keys",
  domainName: "chat.example.com",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1a2b-3c",
  encryptionKeyArn:
    "arn:aws:kms:eu-central-1:123456789012:key/5d6e7f80-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
  throttleRate: "50",
  throttleBurst: "20",
  routeThrottleRate: "40",
  routeThrottleBurst: "10",
  connectionsPerUser: "5",
  roomBurst: "11",
  roomPerMinute: "12",
  readsBurst: "13",
  readsPerMinute: "14",
  invitesBurst: "15",
  invitesPerMinute: "16",
  uploadsBurst: "19",
  uploadsPerMinute: "21",
  uploadMaxMegabytes: "100",
  uploadTypes: "image/*,application/pdf",
  uploadOrigins: "https://chat.example.com,http://localhost:3000",
  connectsBurst: "17",
  connectsPerMinute: "18",
  smallRoomMembers: "20",
  maxGroupMembers: "500",
  fanOutConcurrency: "9",
  fanOutPostsPerSecond: "300",
  messageRetentionDays: "90",
  logRetentionDays: "7",
  alarmEmail: "ops@example.com",
  memorySize: "1024",
  deletionProtection: "on",
  tracing: "on",
  events: "on",
  eventText: "off",
  accountLogRole: "existing",
  runbookUrl: "https://example.com/operations.md",
};

/** Creates a new app and stack, which the caller may change. */
export function chatApp(settings: Settings = {}): { app: App; stack: ChatStack } {
  const app = new App({ context: { ...context, ...settings, "aws:cdk:bundling-stacks": [] } });
  const stack = new ChatStack(app, readConfig(app.node.getAllContext() as Record<string, unknown>));
  return { app, stack };
}

const stacks = new Map<string, ChatStack>();

/** Returns the stack of these settings. It is created once, so callers must not change it. */
export function stackOf(settings: Settings = {}): ChatStack {
  const key = JSON.stringify(settings);
  const stack = stacks.get(key) ?? chatApp(settings).stack;
  stacks.set(key, stack);
  return stack;
}

const templates = new Map<string, string>();

/** Returns the resources of a deployment with these settings. Each template is synthesized once per process. */
export function resourcesOf(settings: Settings = {}): Resources {
  const key = JSON.stringify(settings);
  const template =
    templates.get(key) ?? JSON.stringify(Template.fromStack(stackOf(settings)).toJSON());
  templates.set(key, template);
  return new Resources(JSON.parse(template));
}
