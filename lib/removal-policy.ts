// What happens to data and shared resources that leave a stack.

import { RemovalPolicy } from "aws-cdk-lib";

/**
 * Kept, except by the deployment that creates them: a failed first deployment would leave orphans that block the next
 * one.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** The policy of what holds data. */
export const removalPolicyOf = (keepData: boolean): RemovalPolicy =>
  keepData ? KEPT : RemovalPolicy.DESTROY;
