// Identifiers in AWS's form: 15 base64url characters and "=", as in JC1dgf9yoAMCK-g=. The "=" must be percent-encoded
// in a URL, so a client that forgets it fails here too.
import { randomBytes } from "node:crypto";

/** A new connection, request or message id. */
export function newId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

export function isConnectionId(text: string): boolean {
  return /^[\w-]{15}=$/.test(text);
}
