// Environment variables, read when a handler loads, so that a missing one fails the deployment's first request at once.

/** A variable that must be there. Throws naming it. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
