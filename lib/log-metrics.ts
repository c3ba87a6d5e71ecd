// What is counted from lines of log, where neither Lambda nor API Gateway has a metric of it.

import { Stats, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import { METRICS } from "../lambdas/metrics.ts";
import type { AccessLog } from "./access-log.ts";
import type { Handler } from "./functions.ts";
import { PERIOD } from "./measures.ts";

/**
 * The authorizer's log has a line of level `error` for each token that could not be checked; a refused one is `info`.
 * When it runs out of time or crashes, only Lambda can write a line.
 */
export const authorizerFailures = ({ logGroup }: Handler, service: string): IMetric =>
  countedIn(logGroup, service, {
    id: "Failures",
    metricName: "AuthorizerFailures",
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue("$.level", "=", "error"),
      FilterPattern.stringValue("$.record.status", "=", "timeout"),
      FilterPattern.stringValue("$.record.errorType", "=", "Runtime.*"),
    ),
  });

/** Handshakes whose token was refused: each has a line that says why. */
export const refusals = ({ logGroup }: Handler, service: string): IMetric =>
  countedIn(logGroup, service, {
    id: "Refusals",
    metricName: "RefusedHandshakes",
    filterPattern: FilterPattern.exists("$.refused"),
  });

/** What API Gateway answered 429 by itself. The handler of `$connect` answers it too, for one user's handshakes. */
export const stageThrottles = ({ logGroup }: AccessLog, service: string): IMetric =>
  countedIn(logGroup, service, {
    id: "Throttles",
    metricName: "StageThrottles",
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue("$.status", "=", "429"),
      FilterPattern.stringValue("$.handlerStatus", "!=", "429"),
    ),
  });

interface Counted {
  readonly id: string;
  readonly metricName: string;
  readonly filterPattern: IFilterPattern;
}

// A filter's dimensions come out of the line, so the deployment is told apart by the namespace.
const countedIn = (logGroup: LogGroup, service: string, { id, ...counted }: Counted): IMetric =>
  logGroup
    .addMetricFilter(id, {
      ...counted,
      metricNamespace: `${METRICS.namespace}/${service}`,
      metricValue: "1",
    })
    .metric({ statistic: Stats.SUM, period: PERIOD });
