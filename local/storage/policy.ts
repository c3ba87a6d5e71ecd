// Checks the policy of a form upload as S3 does.
import { signatureOfText, type Account } from "../sigv4.ts";
import { StorageError } from "./fauxqs-store.ts";

type Condition = Readonly<Record<string, string>> | readonly [string, string | number, unknown];

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly Condition[];
}

/** The form's fields before `file`, by lower-case name. */
export type Fields = ReadonlyMap<string, string>;

const SCOPE = /^([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request)$/;

const denied = (why: string) => new StorageError(403, "AccessDenied", why);

/** Throws S3's error unless `fields` may be uploaded with `size` bytes to `bucket`. */
export function checkPolicy(fields: Fields, size: number, bucket: string, account: Account): void {
  const policy = signedPolicy(fields, account);
  if (!(Date.parse(policy.expiration) > Date.now())) {
    throw denied("Invalid according to Policy: Policy expired.");
  }
  const given = new Map([...fields, ["bucket", bucket]]);
  const named = new Set<string>();
  for (const condition of policy.conditions) {
    for (const [how, field, value] of terms(condition)) {
      if (how === "content-length-range") {
        checkSize(size, Number(field), Number(value));
        continue;
      }
      named.add(field);
      const actual = given.get(field) ?? "";
      const holds = how === "eq" ? actual === value : actual.startsWith(String(value));
      if (!holds) throw denied(`Invalid according to Policy: ${JSON.stringify(condition)}`);
    }
  }
  for (const field of fields.keys()) {
    if (named.has(field) || /^(policy|x-amz-signature|x-ignore-.*)$/.test(field)) continue;
    throw denied(`Invalid according to Policy: Extra input fields: ${field}`);
  }
}

function signedPolicy(fields: Fields, account: Account): Policy {
  const policy = fields.get("policy");
  const [, key, scope = ""] = SCOPE.exec(fields.get("x-amz-credential") ?? "") ?? [];
  if (policy === undefined || key === undefined) throw denied("Access Denied");
  if (key !== account.accessKeyId || scope.split("/")[1] !== account.region) {
    throw new StorageError(403, "InvalidAccessKeyId", "This access key is not known here.");
  }
  if (fields.get("x-amz-signature") !== signatureOfText(policy, scope, account)) {
    throw new StorageError(403, "SignatureDoesNotMatch", "The signature is not the policy's.");
  }
  return JSON.parse(Buffer.from(policy, "base64").toString("utf8")) as Policy;
}

/** Returns the condition as triples: `["eq", "key", "value"]`. */
const terms = (condition: Condition): [how: string, field: string, value: unknown][] =>
  Array.isArray(condition)
    ? [[String(condition[0]), String(condition[1]).toLowerCase().replace(/^\$/, ""), condition[2]]]
    : Object.entries(condition).map(([field, value]) => ["eq", field.toLowerCase(), value]);

function checkSize(size: number, least: number, most: number): void {
  if (size < least) {
    throw new StorageError(400, "EntityTooSmall", "Your proposed upload is too small.");
  }
  if (size > most)
    throw new StorageError(400, "EntityTooLarge", "Your proposed upload is too large.");
}
