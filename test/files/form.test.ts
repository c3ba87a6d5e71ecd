// The form that uploads one file: it equals the form of the AWS SDK, and the client cannot change any field.

import { S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { afterEach, expect, it, vi } from "vitest";
import { UPLOADED } from "../../lambdas/names.ts";
import { bucketFiles } from "../../lambdas/files/bucket.ts";

const NOW = Date.parse("2026-11-25T22:00:00.123Z");
const FILE = {
  key: `room-tea|x/${"a".repeat(44)}`,
  name: "Kyoto.png",
  content_type: "image/png",
  size: 17,
};

const files = bucketFiles({
  bucket: "chat-files",
  url: "https://chat-files.s3.eu-central-1.amazonaws.com",
  accepts: { maxBytes: 100, types: ["*"] },
  unnamed: UPLOADED,
});

const credentials = { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "session" };

vi.stubEnv("AWS_REGION", "eu-central-1");
vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
vi.stubEnv("AWS_SESSION_TOKEN", credentials.sessionToken);

afterEach(() => {
  vi.useRealTimers();
});

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly object[];
}

const policyOf = (fields: Readonly<Record<string, string>>): Policy =>
  JSON.parse(Buffer.from(fields.Policy ?? "", "base64").toString("utf8")) as Policy;

it("is what the AWS SDK makes: the same address, fields and conditions, signed in the same way", async () => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  const { form } = await files.upload(FILE, NOW);
  const { key, Policy, "X-Amz-Signature": signature, ...rest } = form.fields;
  const own = ["Content-Type", "Content-Disposition", "tagging"];
  // `never`: `createPresignedPost` depends on its own copy of the client's types.
  const client = new S3Client({ region: "eu-central-1", credentials }) as never;
  const theirs = await createPresignedPost(client, {
    Bucket: "chat-files",
    Key: FILE.key,
    Expires: 15 * 60,
    Conditions: [["content-length-range", 17, 17]],
    Fields: Object.fromEntries(own.map((name) => [name, rest[name] ?? ""])),
  });
  const { Policy: theirPolicy, "X-Amz-Signature": theirSignature, ...theirFields } = theirs.fields;
  expect(form.url).toBe(theirs.url);
  expect({ key, ...rest }).toEqual(theirFields);
  const [ours, sdks] = [
    policyOf({ Policy: Policy ?? "" }),
    policyOf({ Policy: theirPolicy ?? "" }),
  ];
  expect(ours.expiration).toBe(sdks.expiration);
  const texts = (policy: Policy) => policy.conditions.map((each) => JSON.stringify(each)).sort();
  expect(texts(ours)).toEqual(texts(sdks));
  // Our signer must produce the SDK's signature for the SDK's policy.
  const { s3Signer } = await import("../../lambdas/http/signer.ts");
  const { signer } = await s3Signer();
  const signingDate = new Date(NOW);
  expect(await signer.sign(theirPolicy ?? "", { signingDate })).toBe(theirSignature);
  expect(await signer.sign(Policy ?? "", { signingDate })).toBe(signature);
});

it("leaves nothing open: every field is in the policy as it is, and the size is exact", async () => {
  const { form, expiresAt } = await files.upload(FILE, NOW);
  const { Policy: _policy, "X-Amz-Signature": _signature, ...fields } = form.fields;
  const { conditions, expiration } = policyOf(form.fields);
  expect(conditions).toEqual([
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ["content-length-range", 17, 17],
  ]);
  expect(Date.parse(expiration)).toBe(Math.floor(expiresAt / 1_000) * 1_000);
});

it.each([
  ["photo.jpg", "image/jpeg", "inline"],
  ["film.mp4", "video/mp4", "inline"],
  ["page.html", "text/html", "attachment"],
  ["drawing.svg", "image/svg+xml", "attachment"],
  ["page.xhtml", "application/xhtml+xml", "attachment"],
  ["feed.xml", "text/xml", "attachment"],
  ["paper.pdf", "application/pdf", "attachment"],
  ["script.js", "text/javascript", "attachment"],
  // Types for which a browser might sniff HTML.
  ["notes.txt", "text/plain", "attachment"],
  ["what", "application/octet-stream", "attachment"],
  ["what", "image/unknown", "attachment"],
])("%s of type %s is %s", async (name, content_type, kind) => {
  const { form } = await files.upload({ ...FILE, name, content_type }, NOW);
  expect(form.fields["Content-Disposition"]).toBe(
    `${kind}; filename="${name}"; filename*=UTF-8''${name}`,
  );
});

it("carries a name of any letters, and no name can leave its quotes", async () => {
  const name = `Kyōto "(1)" 100%\\'s.png\r\nSet-Cookie: a=b`;
  const { form } = await files.upload({ ...FILE, name }, NOW);
  const header = form.fields["Content-Disposition"] ?? "";
  expect(header).toMatch(/^[ -~]+$/);
  expect(header).toBe(
    "inline; filename=\"Ky_to _(1)_ 100__'s.png__Set-Cookie: a=b\"; filename*=UTF-8''" +
      "Ky%C5%8Dto%20%22%281%29%22%20100%25%5C%27s.png%0D%0ASet-Cookie%3A%20a%3Db",
  );
});
