// The table, created or existing. Keys, index and TTL attribute are those of lambdas/store.

import {
  AttributeType,
  Billing,
  ProjectionType,
  TableV2,
  type CfnGlobalTable,
  type ITableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Key, type IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { EXPIRY, KEY, ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Config } from "./config.ts";
import type { Encryption } from "./encryption.ts";
import { removalPolicyOf } from "./removal-policy.ts";

/** The only index. Grants name it instead of a wildcard. */
export const indexArn = ({ tableArn }: ITableV2): string =>
  `${tableArn}/index/${ROOMS_OF_USER.name}`;

/** An existing table of this name, in the stack's account and region. */
export const existingTable = (
  scope: Construct,
  id: string,
  { name, keyArn }: NonNullable<Config["table"]>,
): ITableV2 =>
  TableV2.fromTableAttributes(scope, id, {
    tableName: name,
    ...(keyArn !== undefined && { encryptionKey: Key.fromKeyArn(scope, `${id}Key`, keyArn) }),
  });

type Options = Pick<Config, "keepData" | "deletionProtection"> & Encryption;

/** A new table. */
export function chatTable(scope: Construct, id: string, options: Options): TableV2 {
  const { keepData, deletionProtection, encryptionKey } = options;
  const table = new TableV2(scope, id, {
    ...keys(KEY),
    billing: Billing.onDemand(),
    globalSecondaryIndexes: [
      {
        indexName: ROOMS_OF_USER.name,
        ...keys(ROOMS_OF_USER),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
    timeToLiveAttribute: EXPIRY,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection,
    removalPolicy: removalPolicyOf(keepData),
  });
  if (encryptionKey) encrypt(table, encryptionKey);
  return table;
}

// The construct's own property needs a stack whose region is known at synthesis.
function encrypt(table: TableV2, { keyArn }: IKey): void {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.addPropertyOverride("SSESpecification", { SSEEnabled: true, SSEType: "KMS" });
  resource.addPropertyOverride("Replicas.0.SSESpecification", { KMSMasterKeyId: keyArn });
}

const keys = ({ partition, sort }: { partition: string; sort: string }) => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  sortKey: { name: sort, type: AttributeType.STRING },
});
