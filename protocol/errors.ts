// Error codes and the error frame.

import * as z from "zod/mini";

/** Every code, and whether the same request may succeed when it is sent again. */
export const ERROR_CODES = {
  BAD_JSON: { retryable: false },
  UNKNOWN_ACTION: { retryable: false },
  BAD_REQUEST: { retryable: false },
  TOKEN_EXPIRED: { retryable: false },
  FORBIDDEN: { retryable: false },
  NOT_FOUND: { retryable: false },
  CONFLICT: { retryable: false },
  TOO_LARGE: { retryable: false },
  RATE_LIMITED: { retryable: true },
  TOO_MANY_CONNECTIONS: { retryable: false },
  UNAVAILABLE: { retryable: true },
  INTERNAL: { retryable: true },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export const issue = z
  .object({
    path: z.string().check(z.describe("Dotted, as in `message.attachments.0`.")),
    message: z.string(),
  })
  .check(z.describe("A field that is missing or wrong."));
export type Issue = z.infer<typeof issue>;

export const errorCode = z
  .enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])
  .check(z.describe("The error code, for programs."));

export const errorData = z
  .object({
    code: errorCode,
    message: z.string().check(z.describe("A description, for people.")),
    action: z.optional(z.string()),
    retryable: z
      .boolean()
      .check(z.describe("Whether the same request may succeed when it is sent again.")),
    issues: z.optional(z.array(issue)),
    retry_after_ms: z.optional(z.int()),
    reference: z
      .optional(z.string())
      .check(z.describe("The id with which an operator finds the failure in the logs.")),
  })
  .check(z.describe("Why a request was refused."));
export type ErrorData = z.infer<typeof errorData>;
