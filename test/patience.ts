// How long a test waits for something that has to happen: so long that no busy machine makes it fail.

/** For `vi.waitFor` and `vi.waitUntil`, whose own limit is a second. */
export const PATIENT = { timeout: 30_000 };
