// The bucket of uploaded files: private to the stack, with lifecycle rules that delete unused files.

import { expect, test } from "vitest";
import { UPLOADED } from "../../lambdas/names.ts";
import { FULL, resourcesOf } from "./app.ts";
import { render, type Resource } from "../../bench/harness/template.ts";
import { lambdaOf } from "./wiring.ts";

const BUCKET = "AWS::S3::Bucket";
const bucket = (settings = {}) => resourcesOf(settings).one(BUCKET);

test("no file is public, whatever a policy or an access control list says", () => {
  expect(bucket().Properties.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(bucket().Properties.OwnershipControls).toEqual({
    Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }],
  });
});

test("files are encrypted at rest, and go nowhere without TLS", () => {
  expect(bucket().Properties.BucketEncryption).toMatchObject({
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } },
    ],
  });
  const { Properties } = resourcesOf().one("AWS::S3::BucketPolicy");
  const { Statement } = Properties.PolicyDocument as { Statement: object[] };
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Effect: "Deny",
      Action: "s3:*",
      Principal: { AWS: "*" },
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    }),
  );
  expect(Statement).toContainEqual(
    expect.objectContaining({
      Effect: "Deny",
      Action: "s3:*",
      Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } },
    }),
  );
});

test("an upload that no message names is removed after a day, and so is an unfinished one", () => {
  const { Rules } = bucket().Properties.LifecycleConfiguration as { Rules: object[] };
  expect(Rules).toEqual([
    expect.objectContaining({
      Status: "Enabled",
      ExpirationInDays: UPLOADED.days,
      TagFilters: [{ Key: UPLOADED.tag, Value: UPLOADED.value }],
    }),
    expect.objectContaining({
      Status: "Enabled",
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOADED.days },
    }),
  ]);
});

test("with message retention, a file is removed when no kept message can name it any more", () => {
  const rules = ({ Properties }: Resource) =>
    (Properties.LifecycleConfiguration as { Rules: Record<string, unknown>[] }).Rules;
  const expired = rules(bucket({ messageRetentionDays: "90" })).find(({ Id }) => Id === "expired");
  // The retention, the period of six days, and the day within which an upload must be sent with a message.
  expect(expired).toMatchObject({ Status: "Enabled", ExpirationInDays: 90 + 6 + 1 });
  expect(expired).not.toHaveProperty("TagFilters");
  expect(rules(bucket()).map(({ Id }) => Id)).not.toContain("expired");
});

test("the pages that are named may upload and read, and no others", () => {
  expect(bucket().Properties.CorsConfiguration).toBeUndefined();
  const { CorsRules } = bucket(FULL).Properties.CorsConfiguration as { CorsRules: object[] };
  expect(CorsRules).toMatchObject([
    {
      AllowedOrigins: ["https://chat.example.com", "http://localhost:3000"],
      AllowedMethods: ["POST", "GET", "HEAD"],
    },
  ]);
});

test("it is kept if the table is, and else removed with everything in it", () => {
  expect(bucket({ stage: "prod" }).DeletionPolicy).toBe("RetainExceptOnCreate");
  expect(bucket().DeletionPolicy).toBe("Delete");
  const emptied = (settings = {}) => resourcesOf(settings).ofType("Custom::S3AutoDeleteObjects");
  expect(emptied()).toHaveLength(1);
  expect(emptied({ stage: "prod" })).toEqual([]);
});

test("its name is an output of the stack", () => {
  const { outputs } = resourcesOf();
  expect(render(outputs.FilesBucketName?.Value)).toBe(`\${${resourcesOf().idOf(BUCKET)}}`);
});

test("an existing bucket replaces the stack's own", () => {
  const resources = resourcesOf({ filesBucket: "chat-files" });
  expect(resources.ofType(BUCKET)).toEqual([]);
  const { allowed, environment } = lambdaOf(resources, "getDownload");
  expect(allowed).toContain("s3:GetObject arn:${AWS::Partition}:s3:::chat-files/*");
  expect(environment.FILES_BUCKET).toBe("chat-files");
  expect(environment.FILES_URL).toMatch(/^https:\/\/chat-files\.s3\./);
});
