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
  /** The queue of what large rooms have to tell. */
  fanOutQueueUrl: "FAN_OUT_QUEUE_URL",
  /** How many posts one fan-out makes a second, at most. */
  fanOutPostsPerSecond: "FAN_OUT_POSTS_PER_SECOND",
  /** A room with more members than this is large. */
  smallRoomMembers: "SMALL_ROOM_MEMBERS",
  /** The members of a group, at most. */
  maxGroupMembers: "MAX_GROUP_MEMBERS",
  /** For how many days messages are kept. Without it, they never expire. */
  messageRetentionDays: "MESSAGE_RETENTION_DAYS",
  /** How much a user may do, as JSON; see limits.ts. */
  limits: "LIMITS",
  /** What may be uploaded, as JSON; see limits.ts. */
  uploads: "UPLOADS",
  /** The bucket of uploaded files, and where it is. */
  filesBucket: "FILES_BUCKET",
  filesUrl: "FILES_URL",
  /** The event bus of other systems, and its endpoint. Without one, no domain events are sent. */
  eventBusName: "EVENT_BUS_NAME",
  eventsEndpoint: "EVENTS_ENDPOINT",
  /** `off`: nothing of what a message says goes to the bus. */
  eventText: "EVENT_TEXT",
  /** Only for a DynamoDB or an SQS that is not AWS's. */
  dynamodbEndpoint: "DYNAMODB_ENDPOINT",
  sqsEndpoint: "SQS_ENDPOINT",
} as const;

/** Those of the canary: where clients connect, the pool of its users, and where Cognito is. */
export const CANARY_ENVIRONMENT = {
  url: "WEBSOCKET_URL",
  userPoolId: "USER_POOL_ID",
  userPoolClientId: "USER_POOL_CLIENT_ID",
  cognitoEndpoint: "COGNITO_ENDPOINT",
} as const;

/** The fan-out's queue and how its messages are handled, on AWS and on this machine. */
export const FAN_OUT_QUEUE = {
  name: "fan-out",
  batchSize: 10,
  timeoutSeconds: 10,
  /** Beyond the timeout, so that a Lambda that is throttled at first can still handle what it was given. */
  visibilitySeconds: 30,
  maxReceiveCount: 5,
} as const;

/** The tag of a file that no message has named yet, and after how many days it is removed. */
export const UPLOADED = { tag: "named", value: "no", days: 1 } as const;

/** The `source` of the events on the bus. */
export const EVENT_SOURCE = "parley.chat";

/** What is set where a deployment says nothing else. */
export const DEFAULTS = {
  smallRoomMembers: 100,
  maxGroupMembers: 10_000,
  /** With as many fan-outs at a time as there may be, half of the 10,000 posts a second that API Gateway allows. */
  fanOutConcurrency: 5,
  fanOutPostsPerSecond: 1_000,
  /** Of each Lambda; the part of a core that it gets is by its memory. */
  memoryMb: 1_024,
} as const;

/** How long one command of an operator may take. What takes longer says where to go on. */
export const ADMIN_TIMEOUT_SECONDS = 60;
