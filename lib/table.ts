// The table, made here or there already. Its keys, its index and the attribute of its expiry are those of lambdas/store.

import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  ProjectionType,
  TableV2,
  type ITableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { EXPIRY, KEY, ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Config } from "./config.ts";

/** The table that the configuration names, in the account and region of the stack, or one of the stack's own. */
export const chatTable = (
  scope: Construct,
  id: string,
  { tableName, keepData }: Pick<Config, "tableName" | "keepData">,
): ITableV2 =>
  tableName === undefined
    ? newTable(scope, id, keepData)
    : TableV2.fromTableName(scope, id, tableName);

/** The only index. Nothing may read another, or all of them by a wildcard. */
export const indexArn = ({ tableArn }: ITableV2): string =>
  `${tableArn}/index/${ROOMS_OF_USER.name}`;

const newTable = (scope: Construct, id: string, keepData: boolean): TableV2 =>
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
    deletionProtection: keepData,
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

const keys = ({ partition, sort }: { partition: string; sort: string }) => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  sortKey: { name: sort, type: AttributeType.STRING },
});
