// The timeout of a test's wait: long enough that a busy machine does not cause a failure.

/** For `vi.waitFor` and `vi.waitUntil`, whose default timeout is a second. */
export const PATIENT = { timeout: 30_000 };
