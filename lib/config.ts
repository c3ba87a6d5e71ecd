// What a deployment can be told, as CDK context: `npx cdk deploy -c stage=prod -c alarmEmail=ops@example.com`, or under
// "context" in cdk.json.

import { DEFAULT_LIMITS, type LimitSettings, type UploadSettings } from "../lambdas/limits.ts";
import { MEGABYTE, settings, type Settings } from "./settings.ts";
import { CERTIFICATE } from "./setting-types.ts";

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
  | "messageRetentionDays"
  | "alarmEmail"
  | "memorySize"
  | "smallRoomMembers"
  | "maxGroupMembers"
> {
  /** Where docs/operations.md can be read by whoever gets an alarm. */
  readonly runbookUrl?: string;
  /** A table that is there already. Without one, the stack makes its own. */
  readonly table?: { name: string; keyArn?: string };
  /** A customer's key, for all that is stored. Without one, each service encrypts with a key of its own. */
  readonly encryptionKeyArn?: string;
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
  /** Whether two users of its own send each other a message every five minutes. Only with a user pool of the stack's own. */
  readonly canary: boolean;
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
  const { stage, tableName, encryptionKeyArn } = data;
  // Whoever names a key for everything restores the table under it too, unless they say otherwise.
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
