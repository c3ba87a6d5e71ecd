// Names and values that the handlers share with their deployment.

/** The environment variables of the handlers. */
export const ENVIRONMENT = {
  tableName: "TABLE_NAME",
  /** The base URL of posts to connections: the stage's, or a custom domain's. */
  connectionsEndpoint: "CONNECTIONS_ENDPOINT",
  issuer: "OIDC_ISSUER",
  audience: "OIDC_AUDIENCE",
  /** Optional. Default: the URL in the issuer's discovery document. */
  jwksUri: "OIDC_JWKS_URI",
  /** The deployment's name in its metrics: the stack's name. Without it, no metrics are written. */
  serviceName: "SERVICE_NAME",
  /** The queue of events of large rooms. */
  fanOutQueueUrl: "FAN_OUT_QUEUE_URL",
  /** The maximum number of posts of one fan-out per second. */
  fanOutPostsPerSecond: "FAN_OUT_POSTS_PER_SECOND",
  /** A room with more members than this is large. */
  smallRoomMembers: "SMALL_ROOM_MEMBERS",
  /** The maximum number of members of a group. */
  maxGroupMembers: "MAX_GROUP_MEMBERS",
  /** The number of days for which messages are retained. Without it, they never expire. */
  messageRetentionDays: "MESSAGE_RETENTION_DAYS",
  /** A user's limits, as JSON; see limits.ts. */
  limits: "LIMITS",
  /** The files that may be uploaded, as JSON; see limits.ts. */
  uploads: "UPLOADS",
  /** The bucket of uploaded files, and its URL. */
  filesBucket: "FILES_BUCKET",
  filesUrl: "FILES_URL",
  /** The event bus for other systems, and its endpoint. Without a bus, no domain events are published. */
  eventBusName: "EVENT_BUS_NAME",
  eventsEndpoint: "EVENTS_ENDPOINT",
  /** `off`: published events contain no message text. */
  eventText: "EVENT_TEXT",
  /** Set only for a DynamoDB or an SQS outside AWS. */
  dynamodbEndpoint: "DYNAMODB_ENDPOINT",
  sqsEndpoint: "SQS_ENDPOINT",
} as const;

/** The canary's environment variables: the URL for clients, the pool of its users, and Cognito's endpoint. */
export const CANARY_ENVIRONMENT = {
  url: "WEBSOCKET_URL",
  userPoolId: "USER_POOL_ID",
  userPoolClientId: "USER_POOL_CLIENT_ID",
  cognitoEndpoint: "COGNITO_ENDPOINT",
} as const;

/** The settings of the fan-out queue and of its Lambda, on AWS and locally. */
export const FAN_OUT_QUEUE = {
  name: "fan-out",
  batchSize: 10,
  timeoutSeconds: 10,
  /** Longer than the timeout, so that a batch can still be handled if its Lambda is throttled at first. */
  visibilitySeconds: 30,
  maxReceiveCount: 5,
} as const;

/** The tag of an uploaded file that no message has named yet, and the number of days after which it is removed. */
export const UPLOADED = { tag: "named", value: "no", days: 1 } as const;

/** The `source` of the events on the bus. */
export const EVENT_SOURCE = "parley.chat";

/** The defaults of a deployment's settings. */
export const DEFAULTS = {
  smallRoomMembers: 100,
  maxGroupMembers: 10_000,
  /** All concurrent fan-outs together make at most half of the 10,000 posts per second that API Gateway allows. */
  fanOutConcurrency: 5,
  fanOutPostsPerSecond: 1_000,
  /** The memory of each Lambda; its share of a CPU core is proportional to it. */
  memoryMb: 1_024,
} as const;

/** The timeout of an operator's command. A command that needs longer returns the position to continue from. */
export const ADMIN_TIMEOUT_SECONDS = 60;
