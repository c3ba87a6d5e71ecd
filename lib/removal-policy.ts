// The removal policies of data and of shared resources.

import { RemovalPolicy } from "aws-cdk-lib";

/**
 * Retains a resource, unless the deployment that creates it fails: a failed first deployment would leave orphans that
 * block the next one.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** The removal policy of resources that store data. */
export const removalPolicyOf = (keepData: boolean): RemovalPolicy =>
  keepData ? KEPT : RemovalPolicy.DESTROY;
