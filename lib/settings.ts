// The schema of all deployment settings, with defaults.

import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";
import { DEFAULT_LIMITS, DEFAULT_UPLOADS } from "../lambdas/limits.ts";
import { DEFAULTS } from "../lambdas/names.ts";
import {
  BUCKET,
  CERTIFICATE,
  DOMAIN,
  fromText,
  KMS_KEY,
  list,
  MEDIA_TYPE,
  onOrOff,
  ORIGIN,
  TABLE,
  text,
  url,
  whole,
  WORD,
} from "./setting-types.ts";

export const MEGABYTE = 1024 * 1024;

const RETENTIONS = Object.values(RetentionDays)
  .filter((days) => typeof days === "number")
  .filter((days) => days !== RetentionDays.INFINITE);

const retention = z.custom<RetentionDays>(
  (days) => RETENTIONS.some((allowed) => allowed === days),
  `a number of days that CloudWatch knows: ${RETENTIONS.join(", ")}`,
);

type BucketName = "room" | "reads" | "invites" | "uploads" | "connects";

/** The two settings of a token bucket. */
const burst = (name: BucketName) => whole(1, 1_000_000).default(DEFAULT_LIMITS[name].burst);
const perMinute = (name: BucketName) => whole(1, 1_000_000).default(DEFAULT_LIMITS[name].perMinute);

/** All settings, with defaults. Each message completes "<key> must be …". */
export const settings = z.object({
  stage: text(WORD, "1 to 20 lowercase letters, digits and hyphens, a letter first").default("dev"),
  oidcIssuer: url("the https URL of an OIDC issuer").optional(),
  oidcAudience: z.string("the `aud` of its tokens").optional(),
  oidcJwksUri: url("the https URL of the issuer's keys").optional(),
  domainName: text(DOMAIN, "a domain name such as chat.example.com").optional(),
  certificateArn: text(CERTIFICATE, "the ARN of a certificate of ACM").optional(),
  tableName: text(TABLE, "the name of a DynamoDB table").optional(),
  filesBucket: text(BUCKET, "the name of an S3 bucket without dots").optional(),
  encryptionKeyArn: text(KMS_KEY, "the ARN of a KMS key").optional(),
  tableKeyArn: text(KMS_KEY, "the ARN of a KMS key").optional(),
  throttleRate: whole(1, 1_000_000).default(1_000),
  throttleBurst: whole(1, 1_000_000).default(500),
  routeThrottleRate: whole(1, 1_000_000).default(500),
  routeThrottleBurst: whole(1, 1_000_000).default(250),
  connectionsPerUser: whole(1, 1_000).default(DEFAULT_LIMITS.connections),
  roomBurst: burst("room"),
  roomPerMinute: perMinute("room"),
  readsBurst: burst("reads"),
  readsPerMinute: perMinute("reads"),
  invitesBurst: burst("invites"),
  invitesPerMinute: perMinute("invites"),
  uploadsBurst: burst("uploads"),
  uploadsPerMinute: perMinute("uploads"),
  connectsBurst: burst("connects"),
  connectsPerMinute: perMinute("connects"),
  uploadMaxMegabytes: whole(1, 5_000).default(DEFAULT_UPLOADS.maxBytes / MEGABYTE),
  uploadTypes: list(MEDIA_TYPE, "media types such as image/*,application/pdf, or *").default(["*"]),
  uploadOrigins: list(ORIGIN, "origins of pages such as https://chat.example.com").default([]),
  smallRoomMembers: whole(2, 100).default(DEFAULTS.smallRoomMembers),
  maxGroupMembers: whole(2, 100_000).default(DEFAULTS.maxGroupMembers),
  fanOutConcurrency: whole(2, 1_000).default(DEFAULTS.fanOutConcurrency),
  fanOutPostsPerSecond: whole(10, 10_000).default(DEFAULTS.fanOutPostsPerSecond),
  messageRetentionDays: whole(1, 3_650).optional(),
  logRetentionDays: z.preprocess(fromText, retention).default(RetentionDays.ONE_MONTH),
  alarmEmail: z.email("an e-mail address").optional(),
  removalPolicy: z.enum(["retain", "destroy"], "retain or destroy").optional(),
  deletionProtection: onOrOff.default("off"),
  memorySize: whole(128, 10_240).default(DEFAULTS.memoryMb),
  tracing: onOrOff.default("off"),
  events: onOrOff.default("off"),
  eventText: onOrOff.default("on"),
  canary: onOrOff.default("off"),
  accountLogRole: z.enum(["create", "existing"], "create or existing").default("create"),
  runbookUrl: url("the https URL of docs/operations.md").optional(),
});

export type Settings = z.output<typeof settings>;
