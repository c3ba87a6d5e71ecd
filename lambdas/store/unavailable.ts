// Errors of the table that callers distinguish.

/** Whether a write failed because the item would exceed DynamoDB's size limit. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === "ValidationException" &&
  /item size/i.test(error.message);

/** Thrown when DynamoDB leaves part of a batch unprocessed in every attempt. */
export class UnprocessedError extends Error {
  override readonly name = "ThrottlingException";
}
