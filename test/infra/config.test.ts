// The settings of a deployment: defaults, text from the command line, and one line for each wrong value.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, DEFAULT_UPLOADS } from "../../lambdas/limits.ts";
import { ConfigError, readConfig } from "../../lib/config.ts";
import { FULL } from "./app.ts";

test("every setting is optional", () => {
  expect(readConfig({})).toEqual({
    stage: "dev",
    throttle: { rateLimit: 1_000, burstLimit: 500 },
    routeThrottle: { rateLimit: 500, burstLimit: 250 },
    limits: DEFAULT_LIMITS,
    uploads: { ...DEFAULT_UPLOADS, origins: [] },
    smallRoomMembers: 100,
    maxGroupMembers: 10_000,
    fanOut: { concurrency: 5, postsPerSecond: 1_000 },
    logRetentionDays: 30,
    memorySize: 1_024,
    keepData: false,
    deletionProtection: false,
    tracing: false,
    canary: false,
    setLogRole: true,
  });
});

test("every setting can be text, as with -c", () => {
  expect(readConfig(FULL)).toEqual({
    stage: "prod",
    identity: {
      issuer: "https://login.example.com",
      audience: "chat",
      jwksUri: "https://login.example.com/keys",
    },
    domain: { name: "chat.example.com", certificateArn: FULL.certificateArn },
    encryptionKeyArn: FULL.encryptionKeyArn,
    throttle: { rateLimit: 50, burstLimit: 20 },
    routeThrottle: { rateLimit: 40, burstLimit: 10 },
    limits: {
      connections: 5,
      drawOneIn: DEFAULT_LIMITS.drawOneIn,
      room: { burst: 11, perMinute: 12 },
      reads: { burst: 13, perMinute: 14 },
      invites: { burst: 15, perMinute: 16 },
      connects: { burst: 17, perMinute: 18 },
      uploads: { burst: 19, perMinute: 21 },
    },
    uploads: {
      maxBytes: 100 * 1024 * 1024,
      types: ["image/*", "application/pdf"],
      origins: ["https://chat.example.com", "http://localhost:3000"],
    },
    smallRoomMembers: 20,
    maxGroupMembers: 500,
    fanOut: { concurrency: 9, postsPerSecond: 300 },
    messageRetentionDays: 90,
    logRetentionDays: 7,
    alarmEmail: "ops@example.com",
    memorySize: 1_024,
    keepData: true,
    deletionProtection: true,
    tracing: true,
    canary: false,
    events: { withText: false },
    setLogRole: false,
    runbookUrl: "https://example.com/operations.md",
  });
});

test("a table can be named, with the key of a customer", () => {
  const tableName = "chat_restored.2026-01";
  const tableKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c";
  expect(readConfig({ tableName }).table).toEqual({ name: tableName });
  expect(readConfig({ tableName, tableKeyArn }).table).toEqual({
    name: tableName,
    keyArn: tableKeyArn,
  });
  // encryptionKeyArn applies to a restored table too, unless tableKeyArn is set.
  const encryptionKeyArn =
    "arn:aws:kms:eu-central-1:123456789012:key/5d6e7f80-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
  expect(readConfig({ tableName, encryptionKeyArn }).table?.keyArn).toBe(encryptionKeyArn);
  expect(readConfig({ tableName, encryptionKeyArn, tableKeyArn }).table?.keyArn).toBe(tableKeyArn);
});

test("the domain's certificate is of the stack's region, where that is known", () => {
  expect(readConfig(FULL, "eu-central-1").domain?.certificateArn).toBe(FULL.certificateArn);
  expect(() => readConfig(FULL, "us-east-1")).toThrow(
    "certificateArn must be a certificate of the stack's region us-east-1, not of eu-central-1.",
  );
  expect(readConfig({}, "us-east-1")).toEqual(readConfig({}));
});

test("a canary can be turned on", () => {
  expect(readConfig({ canary: "on" })).toEqual({ ...readConfig({}), canary: true });
});

test("numbers can be numbers, as in cdk.json", () => {
  expect(readConfig({ memorySize: 256, logRetentionDays: 1 })).toMatchObject({
    memorySize: 256,
    logRetentionDays: 1,
  });
});

test("an empty value counts as missing, and CDK's own keys are ignored", () => {
  const others = { "aws:cdk:bundling-stacks": [], "@aws-cdk/core:checkSecretUsage": true };
  expect(readConfig({ alarmEmail: "", stage: "", ...others })).toEqual(readConfig({}));
});

const complaint = (settings: Record<string, unknown>): string => {
  try {
    readConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error("It was taken.");
};

describe("a wrong value gets one line that names its key", () => {
  test.each([
    ["stage", "Prod"],
    ["stage", "two words"],
    ["encryptionKeyArn", "alias/chat"],
    ["stage", "a".repeat(21)],
    ["tableName", "ab"],
    ["tableName", "arn:aws:dynamodb:eu-central-1:123456789012:table/chat"],
    ["tableName", "two words"],
    ["throttleRate", "0"],
    ["throttleRate", "1.5"],
    ["throttleBurst", "many"],
    ["throttleBurst", "-1"],
    ["messageRetentionDays", "0"],
    ["messageRetentionDays", "3651"],
    ["logRetentionDays", "8"],
    ["logRetentionDays", "9999"],
    ["logRetentionDays", "forever"],
    ["alarmEmail", "ops"],
    ["removalPolicy", "keep"],
    ["deletionProtection", "yes"],
    ["connectionsPerUser", "0"],
    ["roomBurst", "0"],
    ["smallRoomMembers", "101"],
    ["maxGroupMembers", "1"],
    ["fanOutConcurrency", "1"],
    ["fanOutPostsPerSecond", "0"],
    ["memorySize", "127"],
    ["memorySize", "10241"],
    ["memorySize", "512 MB"],
    ["memorySize", true],
    ["tracing", "true"],
    ["canary", "yes"],
    ["accountLogRole", "yes"],
  ])("%s: %j", (key, value) => {
    const line = complaint({ [key]: value });
    expect(line).toMatch(new RegExp(`^${key} must be .+, not .+\\.$`));
    expect(line).toContain(JSON.stringify(value));
  });

  test.each([
    [{ oidcIssuer: "http://login.example.com", oidcAudience: "chat" }, "oidcIssuer must be the "],
    [{ oidcIssuer: "login", oidcAudience: "chat" }, "oidcIssuer must be the "],
    [{ domainName: "chat", certificateArn: FULL.certificateArn }, "domainName must be a domain"],
    [{ domainName: "wss://chat.example.com", certificateArn: FULL.certificateArn }, "domainName"],
    [{ domainName: "chat.example.com", certificateArn: "arn:aws:acm" }, "certificateArn must be"],
    [{ oidcIssuer: "https://login.example.com" }, "oidcAudience must be given too if oidcIssuer"],
    [{ oidcAudience: "chat" }, "oidcIssuer must be given too if oidcAudience is."],
    [{ oidcJwksUri: "https://example.com/keys" }, "oidcIssuer must be given too if oidcJwksUri"],
    [{ domainName: "chat.example.com" }, "certificateArn must be given too if domainName is."],
    [{ certificateArn: FULL.certificateArn }, "domainName must be given too if certificateArn is."],
    [
      { tableKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1a2b-3c" },
      "tableName must be given too if tableKeyArn is.",
    ],
    [
      { runbookUrl: "docs/operations.md" },
      "runbookUrl must be the https URL of docs/operations.md",
    ],
    [{ tableName: "chat", tableKeyArn: "alias/chat" }, "tableKeyArn must be the ARN of a KMS key"],
    [{ memorysize: "512" }, "memorysize is not a setting. There are: stage, "],
  ])("%j", (settings, beginning) => {
    const line = complaint(settings);
    expect(line).not.toContain("\n");
    expect(line.slice(0, beginning.length)).toBe(beginning);
  });

  test("each of several wrong values gets a line", () => {
    expect(complaint({ stage: "Prod", memorySize: "1" }).split("\n")).toHaveLength(2);
  });
});

test("the app ends with that line, no stack trace and exit code 1", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "bin/chat.ts"],
    { env: { ...process.env, CDK_CONTEXT_JSON: '{"memorySize":"12"}' }, encoding: "utf8" },
  );
  expect(stderr).toBe('memorySize must be a whole number from 128 to 10240, not "12".\n');
  expect(stdout).toBe("");
  expect(status).toBe(1);
});
