// Reads a token's claims. It verifies nothing: the server does.

export interface Claims {
  readonly userId: string;
  /** When it expires, in epoch milliseconds by the issuer's clock. */
  readonly expiresAt: number;
  /** Its total lifetime in milliseconds, if it has an issue time. */
  readonly lifetime: number | undefined;
}

/** @throws if it is not a JSON Web Token with a `sub` */
export function readClaims(token: string): Claims {
  const { sub, exp, iat } = JSON.parse(decodeBase64Url(token.split(".")[1] ?? "")) as Partial<
    Record<string, unknown>
  >;
  if (typeof sub !== "string") throw new Error("The token has no `sub`.");
  const hasEnd = typeof exp === "number";
  return {
    userId: sub,
    expiresAt: hasEnd ? exp * 1_000 : Infinity,
    lifetime: hasEnd && typeof iat === "number" ? (exp - iat) * 1_000 : undefined,
  };
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Not `atob`: older React Native versions lack it. Only ASCII claims are read.
function decodeBase64Url(text: string): string {
  let [decoded, bits, count] = ["", 0, 0];
  for (const character of text.replace(/=+$/, "")) {
    bits = ((bits << 6) | DIGITS.indexOf(character)) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded += String.fromCharCode((bits >> count) & 0xff);
    }
  }
  return decoded;
}
