// What a deployment can be told, as CDK context: `npx cdk deploy -c stage=prod -c alarmEmail=ops@example.com`, or under
// "context" in cdk.json.

import { RetentionDays } from "aws-cdk-lib/aws-logs";
import * as z from "zod";
import {
  DEFAULT_LIMITS,
  DEFAULT_UPLOADS,
  type LimitSettings,
  type UploadSettings,
} from "../lambdas/limits.ts";
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

const MEGABYTE = 1024 * 1024;

const RETENTIONS = Object.values(RetentionDays)
  .filter((days) => typeof days === "number")
  .filter((days) => days !== RetentionDays.INFINITE);

const retention = z.custom<RetentionDays>(
  (days) => RETENTIONS.some((allowed) => allowed === days),
  `a number of days that CloudWatch knows: ${RETENTIONS.join(", ")}`,
);

type BucketName = "room" | "reads" | "invites" | "uploads" | "connects";

/** The two settings of a bucket of tokens. */
const burst = (name: BucketName) => whole(1, 1_000_000).default(DEFAULT_LIMITS[name].burst);
const perMinute = (name: BucketName) => whole(1, 1_000_000).default(DEFAULT_LIMITS[name].perMinute);

/** Every setting, with its default. Each message completes "<key> must be …". */
const settings = z.object({
  stage: text(WORD, "1 to 20 lowercase letters, digits and hyphens, a letter first").default("dev"),
  oidcIssuer: url("the https URL of an OIDC issuer").optional(),
  oidcAudience: z.string("the `aud` of its tokens").optional(),
  oidcJwksUri: url("the https URL of the issuer's keys").optional(),
  domainName: text(DOMAIN, "a domain name such as chat.example.com").optional(),
  certificateArn: text(CERTIFICATE, "the ARN of a certificate of ACM").optional(),
  tableName: text(TABLE, "the name of a DynamoDB table").optional(),
  filesBucket: text(BUCKET, "the name of an S3 bucket without dots").optional(),
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
  logRetentionDays: z.preprocess(fromText, retention).default(RetentionDays.ONE_MONTH),
  alarmEmail: z.email("an e-mail address").optional(),
  removalPolicy: z.enum(["retain", "destroy"], "retain or destroy").optional(),
  deletionProtection: onOrOff.default("off"),
  memorySize: whole(128, 10_240).default(512),
  tracing: onOrOff.default("off"),
  events: onOrOff.default("off"),
  eventText: onOrOff.default("on"),
  accountLogRole: z.enum(["create", "existing"], "create or existing").default("create"),
  runbookUrl: url("the https URL of docs/operations.md").optional(),
});

type Settings = z.output<typeof settings>;

/** Whose tokens open a connection. */
export interface Identity {
  readonly issuer: string;
  readonly audience: string;
  /** Left out, the issuer's discovery document says where its keys are. */
  readonly jwksUri?: string;
}

export interface Config extends Pick<
  Settings,
  | "stage"
  | "logRetentionDays"
  | "alarmEmail"
  | "memorySize"
  | "smallRoomMembers"
  | "maxGroupMembers"
> {
  /** Where docs/operations.md can be read by whoever gets an alarm. */
  readonly runbookUrl?: string;
  /** A table that is there already. Without one, the stack makes its own. */
  readonly table?: { name: string; keyArn?: string };
  /** An existing OIDC provider. Without one, the stack makes a user pool. */
  readonly identity?: Identity;
  readonly domain?: { name: string; certificateArn: string };
  readonly throttle: { rateLimit: number; burstLimit: number };
  /** For each route by itself, so that a flood of one leaves something to the others. */
  readonly routeThrottle: { rateLimit: number; burstLimit: number };
  /** How much a user may do. */
  readonly limits: LimitSettings;
  /** What may be uploaded, and the pages that may do it. */
  readonly uploads: UploadSettings & { readonly origins: readonly string[] };
  /** A bucket that is there already. Without one, the stack makes its own. */
  readonly filesBucket?: string;
  /** How many fan-outs of large rooms there are at a time, and how many posts each makes a second, at most. */
  readonly fanOut: { concurrency: number; postsPerSecond: number };
  /** Whether data outlives the stack. */
  readonly keepData: boolean;
  /**
   * Whether the stack, its table and its pool refuse to be deleted. Not at the first deployment: what is protected
   * cannot be rolled back, and CloudFormation could neither finish nor try again.
   */
  readonly deletionProtection: boolean;
  /** The bus for other systems, if there is to be one, and whether it is told what messages say. */
  readonly events?: { readonly withText: boolean };
  /** Whether X-Ray records what the Lambdas do. */
  readonly tracing: boolean;
  /** Whether to set the role with which API Gateway writes logs, which all APIs of an account and region share. */
  readonly setLogRole: boolean;
}

/** A setting makes no sense; `message` has a line for each, which names the key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Context that CDK does not keep for itself: its own keys have a colon or a slash in them. */
const isOurs = (key: string): boolean => /^\w+$/.test(key);

/**
 * Reads the settings; an empty value is as good as none. `region` is the region of the deployment, as far as it is
 * known. @throws ConfigError
 */
export function readConfig(context: Readonly<Record<string, unknown>>, region?: string): Config {
  const given = Object.fromEntries(
    Object.entries(context).filter(([key, value]) => isOurs(key) && value !== ""),
  );
  const parsed = settings.safeParse(given);
  const wrong = [
    ...Object.keys(given)
      .filter((key) => !Object.hasOwn(settings.shape, key))
      .map(unknownKey),
    ...(parsed.error?.issues ?? []).map(({ path: [key = ""], message }) =>
      wrongValue(String(key), message, given[String(key)]),
    ),
    ...missingHalves(given),
    ...foreignCertificate(given, region),
  ];
  if (!parsed.success || wrong.length > 0) throw new ConfigError(wrong.join("\n"));
  return configOf(parsed.data);
}

const wrongValue = (key: string, expected: string, value: unknown): string =>
  `${key} must be ${expected}, not ${JSON.stringify(value)}.`;

/** A mistyped key would otherwise be ignored in silence, and the default deployed. */
const unknownKey = (key: string): string =>
  `${key} is not a setting. There are: ${Object.keys(settings.shape).join(", ")}.`;

const missingHalves = (given: Record<string, unknown>): string[] =>
  [
    ["oidcIssuer", "oidcAudience"],
    ["oidcAudience", "oidcIssuer"],
    ["oidcJwksUri", "oidcIssuer"],
    ["domainName", "certificateArn"],
    ["certificateArn", "domainName"],
    ["tableKeyArn", "tableName"],
  ]
    .filter(([one = "", other = ""]) => one in given && !(other in given))
    .map(([one = "", other = ""]) => `${other} must be given too if ${one} is.`);

// API Gateway takes certificates of its own region only, and says so when half of the stack is made.
function foreignCertificate({ certificateArn }: Record<string, unknown>, region = ""): string[] {
  const of = CERTIFICATE.exec(String(certificateArn))?.[1] ?? region;
  if (region === "" || of === region) return [];
  return [`certificateArn must be a certificate of the stack's region ${region}, not of ${of}.`];
}

function configOf(data: Settings): Config {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcJwksUri: jwksUri } = data;
  const { stage, tableName, tableKeyArn: keyArn } = data;
  const { domainName: name, certificateArn, removalPolicy } = data;
  const { logRetentionDays, alarmEmail, memorySize, runbookUrl } = data;
  const { smallRoomMembers, maxGroupMembers } = data;
  return {
    stage,
    logRetentionDays,
    memorySize,
    smallRoomMembers,
    maxGroupMembers,
    ...(runbookUrl !== undefined && { runbookUrl }),
    ...(alarmEmail !== undefined && { alarmEmail }),
    ...(tableName !== undefined && {
      table: { name: tableName, ...(keyArn !== undefined && { keyArn }) },
    }),
    ...(data.filesBucket !== undefined && { filesBucket: data.filesBucket }),
    ...(issuer !== undefined &&
      audience !== undefined && {
        identity: { issuer, audience, ...(jwksUri !== undefined && { jwksUri }) },
      }),
    ...(name !== undefined && certificateArn !== undefined && { domain: { name, certificateArn } }),
    throttle: { rateLimit: data.throttleRate, burstLimit: data.throttleBurst },
    routeThrottle: { rateLimit: data.routeThrottleRate, burstLimit: data.routeThrottleBurst },
    limits: limitsOf(data),
    uploads: {
      maxBytes: data.uploadMaxMegabytes * MEGABYTE,
      types: data.uploadTypes,
      origins: data.uploadOrigins,
    },
    fanOut: { concurrency: data.fanOutConcurrency, postsPerSecond: data.fanOutPostsPerSecond },
    keepData: (removalPolicy ?? (stage === "prod" ? "retain" : "destroy")) === "retain",
    deletionProtection: data.deletionProtection === "on",
    tracing: data.tracing === "on",
    ...(data.events === "on" && { events: { withText: data.eventText === "on" } }),
    setLogRole: data.accountLogRole === "create",
  };
}

const limitsOf = (data: Settings): LimitSettings => ({
  connections: data.connectionsPerUser,
  room: { burst: data.roomBurst, perMinute: data.roomPerMinute },
  reads: { burst: data.readsBurst, perMinute: data.readsPerMinute },
  invites: { burst: data.invitesBurst, perMinute: data.invitesPerMinute },
  uploads: { burst: data.uploadsBurst, perMinute: data.uploadsPerMinute },
  connects: { burst: data.connectsBurst, perMinute: data.connectsPerMinute },
  drawOneIn: DEFAULT_LIMITS.drawOneIn,
});
