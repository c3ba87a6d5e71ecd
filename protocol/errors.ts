// Error codes and the error frame.

import * as z from "zod";

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
  UNAVAILABLE: { retryable: true },
  INTERNAL: { retryable: true },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** One field that is missing or wrong: `path` is dotted, as in `message.attachments.0`. */
export const issue = z.object({ path: z.string(), message: z.string() });
export type Issue = z.infer<typeof issue>;

/** The `data` of an `error` frame. Clients go by `code`; `message` is for people. */
export const errorData = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  action: z.string().optional(),
  retryable: z.boolean(),
  issues: z.array(issue).optional(),
  retry_after_ms: z.int().optional(),
  reference: z.string().optional(),
});
export type ErrorData = z.infer<typeof errorData>;
