// Recognizes temporary errors of AWS and of the network.

const PUSHED_BACK = new Set([
  // The request's own time limit was reached.
  "AbortError",
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "ReplicatedWriteConflictException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "ThrottlingException",
  "TimeoutError",
  "TransactionInProgressException",
]);

const NETWORK = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

interface AwsError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether AWS or the network was temporarily unavailable, also after the SDK's own retries. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "", $metadata } = error as AwsError;
  return (
    PUSHED_BACK.has(error.name) || NETWORK.has(code) || ($metadata?.httpStatusCode ?? 0) >= 500
  );
}
