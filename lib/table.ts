// The table, made here or there already. Its keys, its index and the attribute of its expiry are those of lambdas/store.

import {
  AttributeType,
  Billing,
  ProjectionType,
  TableV2,
  type ITableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { EXPIRY, KEY, ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Config } from "./config.ts";
import { removalPolicyOf } from "./removal-policy.ts";

/** The only index. Nothing may read another, or all of them by a wildcard. */
export const indexArn = ({ tableArn }: ITableV2): string =>
  `${tableArn}/index/${ROOMS_OF_USER.name}`;

/** The table of a name, in the account and region of the stack. */
export const existingTable = (
  scope: Construct,
  id: string,
  { name, keyArn }: NonNullable<Config["table"]>,
): ITableV2 =>
  TableV2.fromTableAttributes(scope, id, {
    tableName: name,
    ...(keyArn !== undefined && { encryptionKey: Key.fromKeyArn(scope, `${id}Key`, keyArn) }),
  });

/** A new table. */
export const chatTable = (
  scope: Construct,
  id: string,
  { keepData, deletionProtection }: Pick<Config, "keepData" | "deletionProtection">,
): TableV2 =>
  new TableV2(scope, id, {
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

const keys = ({ partition, sort }: { partition: string; sort: string }) => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  sortKey: { name: sort, type: AttributeType.STRING },
});
