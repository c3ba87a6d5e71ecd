// The metrics of alarms and dashboard: our own, API Gateway's and DynamoDB's.

import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { CANARY_DELIVERY, COUNTS, DURATION, METRICS } from "../lambdas/metrics.ts";
import { ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Api } from "./api.ts";

export const PERIOD = Duration.minutes(5);

/** A count written by the handlers, for the whole deployment. */
export const counted = (
  service: string,
  of: keyof typeof COUNTS,
  { statistic = Stats.SUM, label }: { statistic?: string; label?: string } = {},
): Metric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName: COUNTS[of],
    dimensionsMap: { [METRICS.service]: service },
    statistic,
    period: PERIOD,
    ...(label !== undefined && { label }),
  });

/** The duration of an action. */
export const duration = (service: string, action: string, statistic: string): Metric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName: DURATION,
    dimensionsMap: { [METRICS.service]: service, [METRICS.action]: action },
    statistic,
    period: PERIOD,
    label: action,
  });

/** The delivery time of the canary's message, in milliseconds. Runs in which it did not arrive have none. */
export const canaryDelivery = (service: string): Metric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName: CANARY_DELIVERY,
    dimensionsMap: { [METRICS.service]: service },
    statistic: Stats.MAXIMUM,
    period: PERIOD,
  });

/** A WebSocket metric of API Gateway. */
export const ofApi = (
  { stage }: Api,
  name:
    | "ConnectCount"
    | "MessageCount"
    | "ClientError"
    | "ExecutionError"
    | "IntegrationError"
    | "IntegrationLatency",
  statistic: string = Stats.SUM,
): Metric => stage.metric(name, { statistic, period: PERIOD, label: `${name} ${statistic}` });

/** Requests that a Lambda failed, or that API Gateway could not deliver to it. */
export const apiErrors = (api: Api): IMetric =>
  new MathExpression({
    expression: "FILL(failed, 0) + FILL(notInvoked, 0)",
    usingMetrics: {
      failed: ofApi(api, "IntegrationError"),
      notInvoked: ofApi(api, "ExecutionError"),
    },
    period: PERIOD,
    label: "Errors of the API",
  });

/** Throttled reads or writes of the table and of its index, which can also throttle writes to the table. */
export function throttled(table: ITableV2, kind: "Read" | "Write"): IMetric {
  const metricName = `${kind}ThrottleEvents`;
  const common = { namespace: "AWS/DynamoDB", metricName, statistic: Stats.SUM, period: PERIOD };
  const TableName = table.tableName;
  // One graph shows both kinds, and requires unique metric ids.
  const [ofTable, ofIndex] = [`table${kind}s`, `index${kind}s`];
  return new MathExpression({
    expression: `FILL(${ofTable}, 0) + FILL(${ofIndex}, 0)`,
    usingMetrics: {
      [ofTable]: new Metric({ ...common, dimensionsMap: { TableName } }),
      [ofIndex]: new Metric({
        ...common,
        dimensionsMap: { TableName, GlobalSecondaryIndexName: ROOMS_OF_USER.name },
      }),
    },
    period: PERIOD,
    label: `${kind}s throttled`,
  });
}

/** The percentage of posts that were given up. Ignores small numbers: one dead phone causes a few. */
export const deliveryFailureRate = (service: string): IMetric =>
  new MathExpression({
    expression: "IF(FILL(failed, 0) >= 10, 100 * failed / (failed + FILL(sent, 0)), 0)",
    usingMetrics: {
      failed: counted(service, "failed"),
      sent: counted(service, "sent"),
    },
    period: PERIOD,
    label: "Posts given up, %",
  });

/** The percentage of handshakes that the authorizer refused. Ignores small numbers: one old tab causes a few. */
export const refusedShare = (api: Api, refused: IMetric): IMetric =>
  new MathExpression({
    expression: "IF(FILL(refused, 0) >= 20, 100 * refused / (refused + FILL(opened, 0)), 0)",
    usingMetrics: { refused, opened: ofApi(api, "ConnectCount") },
    period: PERIOD,
    label: "Handshakes refused, %",
  });

/** The age of the oldest waiting message, in seconds. */
export const ageOfOldest = (queue: IQueue): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({
    statistic: Stats.MAXIMUM,
    period: PERIOD,
  });

/** The number of messages waiting in a queue. */
export const waiting = (queue: IQueue, label?: string): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({
    statistic: Stats.MAXIMUM,
    period: PERIOD,
    ...(label !== undefined && { label }),
  });
