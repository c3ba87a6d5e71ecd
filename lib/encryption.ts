// Permissions for a customer-managed key: of the services that store data under it, and of Lambdas through those
// services.

import { ArnFormat, Stack } from "aws-cdk-lib";
import { Grant, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

export interface Encryption {
  /** Default: each service's own key. */
  readonly encryptionKey?: IKey;
}

/** The operations with a key that a service performs on behalf of its caller, by the caller's operation. */
export const KEY_USES = {
  dynamodb: {
    table: [
      "Decrypt",
      "DescribeKey",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyWithoutPlaintext",
      "ReEncryptFrom",
      "ReEncryptTo",
    ],
  },
  sqs: { send: ["Decrypt", "GenerateDataKey"], receive: ["Decrypt"] },
  s3: { put: ["GenerateDataKey"], get: ["Decrypt"] },
} as const;

/** Lets a Lambda use a key through one service only. The key's policy must delegate to IAM. */
export function grantKey(
  lambda: Function,
  key: IKey,
  service: keyof typeof KEY_USES,
  operations: readonly string[],
): void {
  const { region, urlSuffix } = Stack.of(lambda);
  Grant.addToPrincipal({
    grantee: lambda,
    actions: operations.map((operation) => `kms:${operation}`),
    resourceArns: [key.keyArn],
    conditions: { StringEquals: { "kms:ViaService": `${service}.${region}.${urlSuffix}` } },
  });
}

/**
 * Adds CloudWatch's permissions to a key's policy, because CloudWatch does not act on behalf of a caller: for logs, and
 * for alarms on an encrypted topic. An imported key's policy cannot be changed here; docs/operations.md shows it.
 */
export function allowServices(key: IKey, scope: Construct, service: string): void {
  const { region, urlSuffix, account } = Stack.of(scope);
  const logGroups = Stack.of(scope).formatArn({
    service: "logs",
    resource: "log-group",
    resourceName: `/parley/${service}/*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
      actions: ["Encrypt", "Decrypt", "ReEncrypt*", "GenerateDataKey*", "Describe*"].map(ofKms),
      resources: ["*"],
      conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": logGroups } },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["Decrypt", "GenerateDataKey*"].map(ofKms),
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": account } },
    }),
  );
}

const ofKms = (operation: string): string => `kms:${operation}`;
