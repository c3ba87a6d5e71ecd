// Parses a deployment's settings from CDK context: `npx cdk deploy -c stage=prod -c alarmEmail=ops@example.com`, or
// "context" in cdk.json.

import { DEFAULT_LIMITS, type LimitSettings, type UploadSettings } from "../lambdas/limits.ts";
import { MEGABYTE, settings, type Settings } from "./settings.ts";
import { CERTIFICATE } from "./setting-types.ts";

/** The issuer whose tokens are accepted. */
export interface Identity {
  readonly issuer: string;
  readonly audience: string;
  /** If left out, the issuer's discovery document names its keys. */
  readonly jwksUri?: string;
}

export interface Config extends Pick<
  Settings,
  | "stage"
  | "logRetentionDays"
  | "messageRetentionDays"
  | "alarmEmail"
  | "memorySize"
  | "smallRoomMembers"
  | "maxGroupMembers"
> {
  /** The URL of docs/operations.md, for people who get an alarm. */
  readonly runbookUrl?: string;
  /** An existing table. Without one, the stack creates its own. */
  readonly table?: { name: string; keyArn?: string };
  /** A customer-managed key for all stored data. Without one, each service uses its own key. */
  readonly encryptionKeyArn?: string;
  /** An existing OIDC provider. Without one, the stack creates a user pool. */
  readonly identity?: Identity;
  readonly domain?: { name: string; certificateArn: string };
  readonly throttle: { rateLimit: number; burstLimit: number };
  /** Throttling per route, so that a flood on one route leaves capacity to the others. */
  readonly routeThrottle: { rateLimit: number; burstLimit: number };
  /** A user's rate limits. */
  readonly limits: LimitSettings;
  /** Limits of uploads, and the origins that may upload. */
  readonly uploads: UploadSettings & { readonly origins: readonly string[] };
  /** An existing bucket. Without one, the stack creates its own. */
  readonly filesBucket?: string;
  /** The maximum number of concurrent fan-outs, and of posts per second of each. */
  readonly fanOut: { concurrency: number; postsPerSecond: number };
  /** Whether data outlives the stack. */
  readonly keepData: boolean;
  /**
   * Whether stack, table and pool are protected from deletion. Leave it off at the first deployment: a protected stack
   * cannot be rolled back, so CloudFormation could neither finish nor retry.
   */
  readonly deletionProtection: boolean;
  /** The optional event bus, and whether its events include message texts. */
  readonly events?: { readonly withText: boolean };
  /**
   * Whether to run the canary, which sends a message between two users of its own every five minutes. Requires a user
   * pool of the stack's own.
   */
  readonly canary: boolean;
  /** Whether X-Ray traces the Lambdas. */
  readonly tracing: boolean;
  /**
   * Whether to set the role with which API Gateway writes logs. The setting is shared by all APIs of an account and
   * region.
   */
  readonly setLogRole: boolean;
}

/** Invalid settings; `message` has a line for each, which names the key. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Context keys of CDK contain a colon or a slash; all others are settings. */
const isOurs = (key: string): boolean => /^\w+$/.test(key);

/**
 * Parses the settings; an empty value counts as unset. `region` is the deployment's region, if known.
 * @throws ConfigError
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

/** Without this check, a mistyped key would be ignored, and the default deployed. */
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

// API Gateway accepts certificates of its own region only, and reports it when half of the stack is created.
function foreignCertificate({ certificateArn }: Record<string, unknown>, region = ""): string[] {
  const of = CERTIFICATE.exec(String(certificateArn))?.[1] ?? region;
  if (region === "" || of === region) return [];
  return [`certificateArn must be a certificate of the stack's region ${region}, not of ${of}.`];
}

function configOf(data: Settings): Config {
  const { oidcIssuer: issuer, oidcAudience: audience, oidcJwksUri: jwksUri } = data;
  const { stage, tableName, encryptionKeyArn } = data;
  // A key for all data also encrypts a restored table, unless configured otherwise.
  const keyArn = data.tableKeyArn ?? encryptionKeyArn;
  const { domainName: name, certificateArn, removalPolicy } = data;
  const { logRetentionDays, messageRetentionDays, alarmEmail, memorySize, runbookUrl } = data;
  const { smallRoomMembers, maxGroupMembers } = data;
  return {
    stage,
    logRetentionDays,
    memorySize,
    smallRoomMembers,
    maxGroupMembers,
    ...(messageRetentionDays !== undefined && { messageRetentionDays }),
    ...(runbookUrl !== undefined && { runbookUrl }),
    ...(alarmEmail !== undefined && { alarmEmail }),
    ...(encryptionKeyArn !== undefined && { encryptionKeyArn }),
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
    canary: data.canary === "on",
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
