// Reports an error to the platform's handler of uncaught errors.

// Not thrown from a timer: that would end a Node process.
export function uncaught(error: unknown): void {
  const { reportError } = globalThis as { reportError?: (error: unknown) => void };
  if (reportError) reportError(error);
  else console.error(error);
}
