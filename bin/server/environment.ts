// The environment variables that a deployment gives the Lambdas.

export interface Deployment {
  tableName: string;
  dynamodbEndpoint: string;
  /** The gateway's `@connections`. */
  connectionsEndpoint: string;
  issuer: string;
  audience: string;
  jwksUri: string;
}

/** Sets them for the handlers of this process, which read them when they are loaded. */
export function setEnvironment(deployment: Deployment): void {
  Object.assign(process.env, {
    TABLE_NAME: deployment.tableName,
    DYNAMODB_ENDPOINT: deployment.dynamodbEndpoint,
    CONNECTIONS_ENDPOINT: deployment.connectionsEndpoint,
    OIDC_ISSUER: deployment.issuer,
    OIDC_AUDIENCE: deployment.audience,
    OIDC_JWKS_URI: deployment.jwksUri,
    // The Lambdas run on a later Node; that this one is old is not news to whoever started it.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
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
  env.AWS_REGION ??= env.AWS_DEFAULT_REGION ?? "us-east-1";
  if (mayUseKeys && env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) return;
  delete env.AWS_SESSION_TOKEN;
  Object.assign(env, { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
}
