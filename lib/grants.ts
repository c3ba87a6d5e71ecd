// Grants a route's Lambda exactly the permissions in lambdas/routes.ts. Each comes with the environment variable that
// names its resource.

import { Stack, Validations } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { CfnBucket } from "aws-cdk-lib/aws-s3";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { FileOperation } from "../protocol/action.ts";
import type { UploadSettings } from "../lambdas/limits.ts";
import { ENVIRONMENT } from "../lambdas/names.ts";
import type { Route } from "../lambdas/routes.ts";
import type { Api } from "./api.ts";
import type { Identity } from "./config.ts";
import { grantKey, KEY_USES } from "./encryption.ts";
import type { Files } from "./files.ts";
import type { Handler } from "./functions.ts";
import { indexArn } from "./table.ts";

type Granted = Pick<Route, "grants">;

/** The table's own grant methods would add every index, and operations that are not needed. */
export function grantTable(
  { lambda }: Handler,
  { grants }: Granted,
  { table, key }: { table: ITableV2; key: IKey | undefined },
): void {
  if (grants.table.length === 0) return;
  Grant.addToPrincipal({
    grantee: lambda,
    actions: grants.table.map((operation) => `dynamodb:${operation}`),
    resourceArns: [table.tableArn],
  });
  if (grants.index) {
    const actions = ["dynamodb:Query"];
    Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [indexArn(table)] });
  }
  if (key) grantKey(lambda, key, "dynamodb", KEY_USES.dynamodb.table);
  lambda.addEnvironment(ENVIRONMENT.tableName, table.tableName);
}

/** The stage's own grant method would always allow both, and reading connections too. */
export function grantConnections({ lambda }: Handler, { grants }: Granted, api: Api): void {
  if (!grants.post && !grants.close) return;
  lambda.addEnvironment(ENVIRONMENT.connectionsEndpoint, api.connectionsEndpoint);
  if (grants.post) grantConnection(lambda, api.postArn, api.finding("POST"));
  if (grants.close) grantConnection(lambda, api.closeArn, api.finding("DELETE"));
}

function grantConnection(lambda: Function, arn: string, finding: string): void {
  const actions = ["execute-api:ManageConnections"];
  Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [arn] });
  if (lambda.role === undefined) return;
  Validations.of(lambda.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${finding}]`,
    reason: "Connections come and go: none can be named beforehand, and all are of this one stage.",
  });
}

/** The queue's own grant method would also allow reading the queue's attributes. */
export function grantSendMessages({ lambda }: Handler, { grants }: Granted, queue: IQueue): void {
  if (!grants.enqueue) return;
  lambda.addEnvironment(ENVIRONMENT.fanOutQueueUrl, queue.queueUrl);
  const actions = ["sqs:SendMessage"];
  Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [queue.queueArn] });
  if (queue.encryptionMasterKey) {
    grantKey(lambda, queue.encryptionMasterKey, "sqs", KEY_USES.sqs.send);
  }
}

const OF_FILES: Readonly<Record<FileOperation, readonly string[]>> = {
  // Uploads have a tag, by which they expire.
  put: ["PutObject", "PutObjectTagging"],
  get: ["GetObject"],
  keep: ["DeleteObjectTagging"],
  remove: ["DeleteObject"],
};

/** The bucket's own grant methods would add listing, versions and multipart uploads. */
export function grantFiles(
  { lambda }: Handler,
  { grants }: Granted,
  { bucket, url }: Files,
  uploads: UploadSettings,
): void {
  const { files = [] } = grants;
  if (files.length === 0) return;
  lambda.addEnvironment(ENVIRONMENT.filesBucket, bucket.bucketName);
  lambda.addEnvironment(ENVIRONMENT.filesUrl, url);
  const { maxBytes, types } = uploads;
  if (files.includes("put")) {
    lambda.addEnvironment(ENVIRONMENT.uploads, JSON.stringify({ maxBytes, types }));
  }
  const actions = files.flatMap((operation) => OF_FILES[operation]).map((each) => `s3:${each}`);
  Grant.addToPrincipal({ grantee: lambda, actions, resourceArns: [bucket.arnForObjects("*")] });
  for (const operation of ["put", "get"] as const) {
    if (!bucket.encryptionKey || !files.includes(operation)) continue;
    grantKey(lambda, bucket.encryptionKey, "s3", KEY_USES.s3[operation]);
  }
  if (lambda.role === undefined) return;
  const made = bucket.node.defaultChild as CfnBucket | undefined;
  const arn = made
    ? `<${Stack.of(bucket).getLogicalId(made)}.Arn>`
    : `arn:<AWS::Partition>:s3:::${bucket.bucketName}`;
  Validations.of(lambda.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${arn}/*]`,
    reason: "Files come and go: none can be named beforehand, and the bucket holds nothing else.",
  });
}

/** Configures which tokens the authorizer accepts. Issuers' keys are public, so no permission is needed. */
export function trust({ lambda }: Handler, { issuer, audience, jwksUri }: Identity): void {
  lambda.addEnvironment(ENVIRONMENT.issuer, issuer);
  lambda.addEnvironment(ENVIRONMENT.audience, audience);
  if (jwksUri !== undefined) lambda.addEnvironment(ENVIRONMENT.jwksUri, jwksUri);
}
