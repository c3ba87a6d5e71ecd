// Reports an error that nobody waits for, as browsers do with what a script leaves uncaught.

// Not thrown from another turn: that would end a Node process.
export function uncaught(error: unknown): void {
  const { reportError } = globalThis as { reportError?: (error: unknown) => void };
  if (reportError) reportError(error);
  else console.error(error);
}
