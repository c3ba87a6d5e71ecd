// What becomes of data and of shared resources when they leave a stack.

import { RemovalPolicy } from "aws-cdk-lib";

/**
 * Kept, except by the deployment that makes them: what a failed first deployment left behind would be an orphan, and in
 * the way of the next.
 */
export const KEPT = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** The policy of what holds data. */
export const removalPolicyOf = (keepData: boolean): RemovalPolicy =>
  keepData ? KEPT : RemovalPolicy.DESTROY;
