// What the client reads from a token. It verifies nothing: the server does.

export interface Claims {
  readonly userId: string;
  /** When it runs out, in epoch milliseconds. */
  readonly expiresAt: number;
}

/** @throws if it is no JSON Web Token with a `sub` */
export function readClaims(token: string): Claims {
  const base64 = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const { sub, exp } = JSON.parse(atob(base64)) as { sub?: unknown; exp?: unknown };
  if (typeof sub !== "string") throw new Error("The token has no `sub`.");
  return { userId: sub, expiresAt: typeof exp === "number" ? exp * 1_000 : Infinity };
}
