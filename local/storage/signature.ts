// Verifies a request to S3, signed by a header or by its URL.
import type { IncomingMessage } from "node:http";
import { signatureOf, timeOf, type Account } from "../sigv4.ts";

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\S+?), ?SignedHeaders=(\S+?), ?Signature=([0-9a-f]{64})$/;

const LONGEST_SKEW_MS = 15 * 60_000;

interface Claim {
  readonly credential: string;
  readonly time: string;
  readonly names: string;
  readonly signature: string;
  /** In seconds after `time`. */
  readonly expires: number;
  readonly bodyHash: string;
  readonly search: string;
}

/** Whether a request is signed by this account and not expired. */
export function isSigned(
  request: Pick<IncomingMessage, "method" | "headers" | "url">,
  account: Account,
): boolean {
  const [path = "", search = ""] = (request.url ?? "").split("?", 2);
  const claim = search.includes("X-Amz-Signature=") ? byAddress(search) : byHeader(request, search);
  if (!claim) return false;
  const [key, ...scope] = claim.credential.split("/");
  const [day = "", region, service] = scope;
  const isOurs = key === account.accessKeyId && region === account.region && service === "s3";
  const began = timeOf(claim.time);
  const now = Date.now();
  if (!isOurs || !claim.time.startsWith(day) || !isWithin(now, began, claim.expires)) return false;
  const names = claim.names.split(";");
  if (!names.includes("host")) return false;
  const { method, headers } = request;
  const { time, bodyHash } = claim;
  const signed = { method, path, headers, names, bodyHash, time, scope: scope.join("/") };
  return signatureOf({ ...signed, search: claim.search }, account) === claim.signature;
}

const isWithin = (now: number, began: number, seconds: number): boolean =>
  began - LONGEST_SKEW_MS <= now && now <= began + seconds * 1_000;

function byAddress(search: string): Claim {
  const query = new URLSearchParams(search);
  const take = (name: string): string => query.get(name) ?? "";
  const claim = {
    credential: take("X-Amz-Credential"),
    time: take("X-Amz-Date"),
    names: take("X-Amz-SignedHeaders"),
    signature: take("X-Amz-Signature"),
    expires: Number(take("X-Amz-Expires")),
    bodyHash: "UNSIGNED-PAYLOAD",
  };
  query.delete("X-Amz-Signature");
  return { ...claim, search: query.toString() };
}

function byHeader({ headers }: Pick<IncomingMessage, "headers">, search: string) {
  const [, key = "", scope = "", names = "", signature] =
    HEADER.exec(headers.authorization ?? "") ?? [];
  if (signature === undefined) return undefined;
  const header = (name: string): string => String(headers[name] ?? "");
  return {
    credential: `${key}/${scope}`,
    names,
    signature,
    search,
    time: header("x-amz-date"),
    bodyHash: header("x-amz-content-sha256"),
    expires: LONGEST_SKEW_MS / 1_000,
  };
}
