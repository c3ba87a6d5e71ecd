// Names that the handlers and their deployment must agree on.

/** The environment variables of the handlers. */
export const ENVIRONMENT = {
  tableName: "TABLE_NAME",
  /** Where posts to connections go: the stage's URL, or a custom domain's. */
  connectionsEndpoint: "CONNECTIONS_ENDPOINT",
  issuer: "OIDC_ISSUER",
  audience: "OIDC_AUDIENCE",
  /** Optional: without it the issuer's discovery document says where its keys are. */
  jwksUri: "OIDC_JWKS_URI",
  /** What this deployment is called in its metrics: the stack's name. Without it, none are written. */
  serviceName: "SERVICE_NAME",
  /** Only for a DynamoDB that is not AWS's. */
  dynamodbEndpoint: "DYNAMODB_ENDPOINT",
} as const;
