// Computes AWS's Signature Version 4 of a request, to verify it.
import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The keys with which accepted requests are signed. */
export interface Account {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface SignedRequest {
  readonly method: string | undefined;
  /** The path as it is signed: services differ in the number of times they escape it. */
  readonly path: string;
  /** The query, without the signature. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  /** The names of the signed headers, in their order. */
  readonly names: readonly string[];
  /** SHA-256 of the body, in hex, or its placeholder. */
  readonly bodyHash: string;
  /** For example `20240209T181143Z`. */
  readonly time: string;
  /** `<day>/<region>/<service>/aws4_request` */
  readonly scope: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

const sha256 = (data: string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) =>
  createHmac("sha256", key).update(data).digest();

/** The signature of a text, in hex. */
export const signatureOfText = (text: string, scope: string, account: Account): string =>
  hmac(
    scope.split("/").reduce<Buffer | string>(hmac, `AWS4${account.secretAccessKey}`),
    text,
  ).toString("hex");

/** The signature of a request, in hex. */
export function signatureOf(request: SignedRequest, account: Account): string {
  const { time, scope } = request;
  const text = [ALGORITHM, time, scope, sha256(canonical(request))].join("\n");
  return signatureOfText(text, scope, account);
}

/** The time in epoch milliseconds; NaN if it is invalid. */
export const timeOf = (time: string): number =>
  Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));

/** AWS's URI encoding: escapes everything but letters, digits, and `-._~`. */
export const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function canonical({ method, path, search, headers, names, bodyHash }: SignedRequest): string {
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort();
  const lines = names.map((name) => {
    const value = [headers[name] ?? ""].flat().join(",");
    return `${name}:${value.trim().replace(/\s+/g, " ")}\n`;
  });
  return [method, path, query.join("&"), lines.join(""), names.join(";"), bodyHash].join("\n");
}
