// Environment variables, read when a handler loads, so that a missing one fails the deployment's first request at once.

/** The number in a variable, or `otherwise` if the variable is not set. Throws if it is not a number. */
export function numberFrom(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`The environment variable ${name} is no number above 0.`);
  return value;
}

/** A required variable. Throws an error with its name if it is not set. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
