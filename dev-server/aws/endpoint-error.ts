// A DynamoDB, an SQS or an S3 of the user's own that does not answer.

const VARIABLES = {
  DynamoDB: "DYNAMODB_ENDPOINT",
  SQS: "SQS_ENDPOINT",
  S3: "S3_ENDPOINT",
} as const;

type Service = keyof typeof VARIABLES;

/** Nothing usable answers at the endpoint; `message` says why in one line. */
export class EndpointError extends Error {
  override name = "EndpointError";
  /** The variable that names the endpoint. */
  readonly variable: (typeof VARIABLES)[Service];

  constructor(service: Service, endpoint: string, cause: unknown) {
    super(`no ${service} answers at ${endpoint} (${reasonOf(cause)})`, { cause });
    this.variable = VARIABLES[service];
  }
}

/** How a client asks an endpoint for the first time: it gives up within 2 s where nothing answers. */
export const AT_FIRST = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 1_500,
    requestTimeout: 2_000,
    throwOnRequestTimeout: true,
  },
} as const;

/** A refused connection to a name has one error for each address tried, and no message of its own. */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  if (first.name === "TimeoutError") return "it takes too long";
  const [firstLine = ""] = (first.message || first.name).split("\n", 1);
  return firstLine;
}
