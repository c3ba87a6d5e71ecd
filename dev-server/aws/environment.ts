// Sets the environment variables that a deployment gives the Lambdas.
import { ENVIRONMENT } from "../../lambdas/names.ts";
import type { Account } from "../../local/gateway/gateway.ts";

/** Optional settings of a deployment: defaults apply to missing ones. */
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

/** Values by their names in `ENVIRONMENT`. Without a service name, no metrics are written. */
export type Deployment = Readonly<
  Record<Exclude<keyof typeof ENVIRONMENT, Optional>, string> & Partial<Record<Optional, string>>
>;

/** Sets the variables in this process. The handlers read them when they are loaded. */
export function setEnvironment(deployment: Deployment): void {
  for (const [key, value] of Object.entries(deployment)) {
    process.env[ENVIRONMENT[key as keyof Deployment]] = value;
  }
}

/**
 * Prevents the AWS SDK of this process from reaching AWS, whichever account this machine is configured for. Removes
 * `AWS_PROFILE`, because the SDK may request credentials from AWS before the first request to a local endpoint.
 *
 * @param mayUseKeys whether to use the keys in the environment, because DynamoDB Local has separate tables for each key
 */
export function isolateFromAws(mayUseKeys: boolean): void {
  const { env } = process;
  delete env.AWS_PROFILE;
  // The SDK warns of old Node versions. The Lambdas run on a newer one, so the warning does not apply.
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  env.AWS_REGION ??= env.AWS_DEFAULT_REGION ?? "us-east-1";
  if (mayUseKeys && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) return;
  delete env.AWS_SESSION_TOKEN;
  Object.assign(env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
}

/** The account that the handlers sign with, once the environment is set. */
export const accountOf = (env: NodeJS.ProcessEnv) => (): Account => ({
  region: env.AWS_REGION ?? "",
  accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
  secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
});
