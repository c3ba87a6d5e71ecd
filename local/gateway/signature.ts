// Verifies the Signature Version 4 of a request as an AWS service does, including its key, its time and its scope.
import type { IncomingMessage } from "node:http";
import { escaped, signatureOf, timeOf, type Account } from "../sigv4.ts";
import { splitUrl } from "./handshake-request.ts";

const LONGEST_SKEW_MS = 5 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(\S+?)\/(\d{8})\/(\S+?)\/(\S+?)\/aws4_request, ?SignedHeaders=(\S+?), ?Signature=([0-9a-f]{64})$/;

/**
 * Returns AWS's error message if the signature is invalid, undefined otherwise. `bodyHash` is the body's SHA-256 in
 * hex.
 */
export function signatureFault(
  request: IncomingMessage,
  bodyHash: string,
  account: Account,
  expectedService = "execute-api",
): string | undefined {
  const { authorization } = request.headers;
  const [, key, day = "", region, service, signedHeaders = "", signature] =
    AUTHORIZATION.exec(authorization ?? "") ?? [];
  if (signature === undefined) return "Missing Authentication Token";
  if (service !== expectedService) {
    return `Credential should be scoped to correct service: '${expectedService}'.`;
  }
  if (region !== account.region) return "Credential should be scoped to a valid region.";
  if (key !== account.accessKeyId) return "The security token included in the request is invalid.";
  const time = String(request.headers["x-amz-date"] ?? "");
  if (!time.startsWith(day)) return "Date in Credential scope does not match YYYYMMDD from date.";
  if (!isNow(time)) return "Signature expired, or not yet current.";

  const names = signedHeaders.split(";");
  if (!names.includes("host")) return "'Host' must be a 'SignedHeader' in the AWS Authorization.";
  const scope = `${day}/${region}/${service}/aws4_request`;
  const { path, search } = splitUrl(request);
  // The path as sent, escaped a second time, as in all services but S3.
  const escapedPath = escaped(path).replaceAll("%2F", "/");
  const { method, headers } = request;
  const signed = { method, headers, path: escapedPath, search, names, bodyHash, time, scope };
  const expected = signatureOf(signed, account);
  return signature === expected
    ? undefined
    : "The request signature we calculated does not match the signature you provided.";
}

const isNow = (time: string): boolean => Math.abs(timeOf(time) - Date.now()) <= LONGEST_SKEW_MS;
