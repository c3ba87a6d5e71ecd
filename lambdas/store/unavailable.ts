// Errors of the table that callers distinguish.

/** Whether an item would grow beyond what one may hold. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === "ValidationException" &&
  /item size/i.test(error.message);

/** Thrown when DynamoDB leaves part of a batch undone, time after time. */
export class UnprocessedError extends Error {
  override readonly name = "ThrottlingException";
}
