// The environment variables that a deployment gives the Lambdas.
import { ENVIRONMENT } from "../../lambdas/names.ts";
import type { Account } from "../../local/gateway/gateway.ts";

/** What a deployment may be told; where it is not, the defaults count. */
type Optional =
  | "serviceName"
  | "fanOutPostsPerSecond"
  | "smallRoomMembers"
  | "maxGroupMembers"
  | "messageRetentionDays"
  | "limits"
  | "uploads"
  | "eventBusName"
  | "eventsEndpoint"
  | "eventText";

/** By their names in `ENVIRONMENT`. Without a service's name no metrics are written. */
export type Deployment = Readonly<
  Record<Exclude<keyof typeof ENVIRONMENT, Optional>, string> & Partial<Record<Optional, string>>
>;

/** Sets them for the handlers of this process, which read them when they are loaded. */
export function setEnvironment(deployment: Deployment): void {
  for (const [key, value] of Object.entries(deployment)) {
    process.env[ENVIRONMENT[key as keyof Deployment]] = value;
  }
}

/**
 * Keeps the AWS SDK of this process off AWS, whatever account this machine is set up for. A profile is dropped, since
 * the SDK may ask AWS for its credentials before it asks a local endpoint for anything.
 *
 * @param mayUseKeys whether keys in the environment are kept: DynamoDB Local shows each key its own tables
 */
export function stayOffAws(mayUseKeys: boolean): void {
  const { env } = process;
  delete env.AWS_PROFILE;
  // The Lambdas run on a later Node; that this one is old is not news to whoever started it.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  env.AWS_REGION ??= env.AWS_DEFAULT_REGION ?? "us-east-1";
  if (mayUseKeys && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) return;
  delete env.AWS_SESSION_TOKEN;
  Object.assign(env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
}

/** The account in whose name the handlers sign, once the environment is set. */
export const accountOf = (env: NodeJS.ProcessEnv) => (): Account => ({
  region: env.AWS_REGION ?? "",
  accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
  secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
});
