// Signature Version 4 as a service checks it: who signed a request, for what, when, and whether it is as it was signed.
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { splitUrl } from "./handshake-request.ts";

/** Whose requests are taken. */
export interface Account {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const SERVICE = "execute-api";
const ALGORITHM = "AWS4-HMAC-SHA256";
const LONGEST_SKEW_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(\S+?)\/(\d{8})\/(\S+?)\/(\S+?)\/aws4_request, ?SignedHeaders=(\S+?), ?Signature=([0-9a-f]{64})$/;

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) =>
  createHmac("sha256", key).update(data).digest();

/** Why a request is not taken, as AWS would say it; nothing if it is. `bodyHash`: SHA-256 of its body, in hex. */
export function signatureFault(
  request: IncomingMessage,
  bodyHash: string,
  account: Account,
): string | undefined {
  const { authorization } = request.headers;
  const [, key, day = "", region, service, signedHeaders = "", signature] =
    AUTHORIZATION.exec(authorization ?? "") ?? [];
  if (signature === undefined) return "Missing Authentication Token";
  if (service !== SERVICE) return `Credential should be scoped to correct service: '${SERVICE}'.`;
  if (region !== account.region) return "Credential should be scoped to a valid region.";
  if (key !== account.accessKeyId) return "The security token included in the request is invalid.";
  const time = String(request.headers["x-amz-date"] ?? "");
  if (!time.startsWith(day)) return "Date in Credential scope does not match YYYYMMDD from date.";
  if (!isNow(time)) return "Signature expired, or not yet current.";

  const names = signedHeaders.split(";");
  if (!names.includes("host")) return "'Host' must be a 'SignedHeader' in the AWS Authorization.";
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = sha256(canonicalRequest(request, names, bodyHash));
  const expected = hmac(
    signingKey(account, day),
    [ALGORITHM, time, scope, canonical].join("\n"),
  ).toString("hex");
  return signature === expected
    ? undefined
    : "The request signature we calculated does not match the signature you provided.";
}

// 20240209T181143Z
function isNow(time: string): boolean {
  const iso = time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return Math.abs(Date.parse(iso) - Date.now()) <= LONGEST_SKEW_MS;
}

const signingKey = ({ secretAccessKey, region }: Account, day: string): Buffer =>
  [day, region, SERVICE, "aws4_request"].reduce<Buffer | string>(
    hmac,
    `AWS4${secretAccessKey}`,
  ) as Buffer;

function canonicalRequest(request: IncomingMessage, names: string[], bodyHash: string): string {
  const { path, search } = splitUrl(request);
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort();
  const headers = names.map((name) => {
    const value = [request.headers[name] ?? ""].flat().join(",");
    return `${name}:${value.trim().replace(/\s+/g, " ")}\n`;
  });
  return [
    request.method,
    // The path as sent, escaped once more: so do all services but S3.
    escaped(path).replaceAll("%2F", "/"),
    query.join("&"),
    headers.join(""),
    names.join(";"),
    bodyHash,
  ].join("\n");
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
