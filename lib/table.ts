// The table. Its keys, its index and the attribute of its expiry are those of lambdas/store.

import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, ProjectionType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { EXPIRY, KEY, ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Config } from "./config.ts";

export class ChatTable extends TableV2 {
  /** The only index. Nothing may read another, or all of them by a wildcard. */
  readonly indexArn: string;

  constructor(scope: Construct, id: string, { keepData }: Pick<Config, "keepData">) {
    super(scope, id, {
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
    this.indexArn = `${this.tableArn}/index/${ROOMS_OF_USER.name}`;
  }
}

const keys = ({ partition, sort }: { partition: string; sort: string }) => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  sortKey: { name: sort, type: AttributeType.STRING },
});
