// Environment variables, read when a handler loads, so that a missing one fails the deployment's first request at once.

/** A number, or what it is without the variable. Throws if it is none. */
export function numberFrom(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!(value > 0)) throw new Error(`The environment variable ${name} is no number above 0.`);
  return value;
}

/** A variable that must be there. Throws naming it. */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
