// Sets the environment variables that a deployment gives the Lambdas.
import { ENVIRONMENT } from "../../lambdas/names.ts";
import type { Account } from "../../local/gateway/gateway.ts";

/** Settings of a deployment; the defaults apply to those left out. */
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

/** Sets the variables for the handlers of this process, which read them when they are loaded. */
export function setEnvironment(deployment: Deployment): void {
  for (const [key, value] of Object.entries(deployment)) {
    process.env[ENVIRONMENT[key as keyof Deployment]] = value;
  }
}

/**
 * Keeps the AWS SDK of this process away from AWS, whichever account this machine is configured for. `AWS_PROFILE` is
 * removed, because the SDK may ask AWS for credentials before the first request to a local endpoint.
 *
 * @param mayUseKeys whether keys in the environment are kept: DynamoDB Local shows each key its own tables
 */
export function stayOffAws(mayUseKeys: boolean): void {
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
