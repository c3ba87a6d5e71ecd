// What is measured, as the alarms and the dashboard show it: our own metrics, API Gateway's and DynamoDB's.

import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric, Stats, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { CANARY_DELIVERY, COUNTS, DURATION, METRICS } from "../lambdas/metrics.ts";
import { ROOMS_OF_USER } from "../lambdas/store/schema.ts";
import type { Api } from "./api.ts";

export const PERIOD = Duration.minutes(5);

/** One of the handlers' counts, over the whole deployment. */
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

/** How long an action takes. */
export const duration = (service: string, action: string, statistic: string): Metric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName: DURATION,
    dimensionsMap: { [METRICS.service]: service, [METRICS.action]: action },
    statistic,
    period: PERIOD,
    label: action,
  });

/** How long the canary's message is on its way, in milliseconds. There is none for a run in which it did not arrive. */
export const canaryDelivery = (service: string): Metric =>
  new Metric({
    namespace: METRICS.namespace,
    metricName: CANARY_DELIVERY,
    dimensionsMap: { [METRICS.service]: service },
    statistic: Stats.MAXIMUM,
    period: PERIOD,
  });

/** One of API Gateway's metrics of a WebSocket API. */
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

/** Requests that a Lambda failed, or that API Gateway could not hand to it. */
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

/** Reads or writes that DynamoDB put off, of the table and of its index, which can hold the table's writes up. */
export function throttled(table: ITableV2, kind: "Read" | "Write"): IMetric {
  const metricName = `${kind}ThrottleEvents`;
  const common = { namespace: "AWS/DynamoDB", metricName, statistic: Stats.SUM, period: PERIOD };
  const TableName = table.tableName;
  // A graph takes either kind, and no two metrics under one id.
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

/** The share of posts that were given up, in percent. A handful tell nothing: one dead phone makes as many. */
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

/** The share of handshakes that the authorizer refused, in percent. A handful tell nothing: one old tab makes as many. */
export const refusedShare = (api: Api, refused: IMetric): IMetric =>
  new MathExpression({
    expression: "IF(FILL(refused, 0) >= 20, 100 * refused / (refused + FILL(opened, 0)), 0)",
    usingMetrics: { refused, opened: ofApi(api, "ConnectCount") },
    period: PERIOD,
    label: "Handshakes refused, %",
  });

/** How long the message has waited that waits for longest, in seconds. */
export const ageOfOldest = (queue: IQueue): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({
    statistic: Stats.MAXIMUM,
    period: PERIOD,
  });

/** How many messages wait in a queue. */
export const waiting = (queue: IQueue, label?: string): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({
    statistic: Stats.MAXIMUM,
    period: PERIOD,
    ...(label !== undefined && { label }),
  });
