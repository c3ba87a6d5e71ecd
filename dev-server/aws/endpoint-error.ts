// The error of a configured DynamoDB, SQS or S3 endpoint that does not answer.

const VARIABLES = {
  DynamoDB: "DYNAMODB_ENDPOINT",
  SQS: "SQS_ENDPOINT",
  S3: "S3_ENDPOINT",
} as const;

type Service = keyof typeof VARIABLES;

/** The endpoint gives no usable answer; `message` gives the reason in one line. */
export class EndpointError extends Error {
  override name = "EndpointError";
  /** The environment variable that sets the endpoint. */
  readonly variable: (typeof VARIABLES)[Service];

  constructor(service: Service, endpoint: string, cause: unknown) {
    super(`no ${service} answers at ${endpoint} (${reasonOf(cause)})`, { cause });
    this.variable = VARIABLES[service];
  }
}

/** Client options for the first request to an endpoint: it fails within 2 s if nothing answers. */
export const AT_FIRST = {
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 1_500,
    requestTimeout: 2_000,
    throwOnRequestTimeout: true,
  },
} as const;

/**
 * The reason in one line. A refused connection to a host name is an error without a message, with one inner error per
 * address.
 */
function reasonOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return String(first);
  if (first.name === "TimeoutError") return "it takes too long";
  const [firstLine = ""] = (first.message || first.name).split("\n", 1);
  return firstLine;
}
