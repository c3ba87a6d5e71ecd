// Metrics from log lines, for what neither Lambda nor API Gateway measures.

import { Stats, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, type IFilterPattern, type LogGroup } from "aws-cdk-lib/aws-logs";
import { METRICS } from "../lambdas/metrics.ts";
import type { AccessLog } from "./access-log.ts";
import type { Handler } from "./functions.ts";
import { PERIOD } from "./measures.ts";

/**
 * The authorizer logs an `error` for each token that it could not check, and `info` for one that it refused. When it
 * times out or crashes, only Lambda writes a line.
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

/** Handshakes with a refused token. The log line has the reason. */
export const refusals = ({ logGroup }: Handler, service: string): IMetric =>
  countedIn(logGroup, service, {
    id: "Refusals",
    metricName: "RefusedHandshakes",
    filterPattern: FilterPattern.exists("$.refused"),
  });

/**
 * Requests that API Gateway itself answered with 429. The handler of `$connect` also answers 429, to limit one user.
 */
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

// A filter's dimensions come from the log line, so the namespace identifies the deployment.
const countedIn = (logGroup: LogGroup, service: string, { id, ...counted }: Counted): IMetric =>
  logGroup
    .addMetricFilter(id, {
      ...counted,
      metricNamespace: `${METRICS.namespace}/${service}`,
      metricValue: "1",
    })
    .metric({ statistic: Stats.SUM, period: PERIOD });
