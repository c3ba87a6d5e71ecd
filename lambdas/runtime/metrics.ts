// Metrics in CloudWatch's embedded metric format: fields of the very line that an action logs, so that they cost no
// request and no library.

import { METRIC, METRICS, type MetricKey } from "../metrics.ts";
import { ENVIRONMENT } from "../names.ts";

/** What was measured. Zeros are left out: CloudWatch bills a metric by the hours in which it was written. */
export type Measured = Partial<Record<MetricKey, number>>;

const service = process.env[ENVIRONMENT.serviceName];

/** The fields to log for CloudWatch to find the metrics of one request in them; none outside a deployment. */
export function metrics(action: string, measured: Measured): Record<string, unknown> {
  if (service === undefined) return {};
  const values = Object.entries(measured)
    .filter(([, value]) => value > 0)
    .map(([key, value]) => [METRIC[key as MetricKey], value] as const);
  const Metrics = values.map(([Name]) => ({
    Name,
    Unit: Name === METRIC.duration ? "Milliseconds" : "Count",
  }));
  const { namespace: Namespace, dimensionSets: Dimensions } = METRICS;
  return {
    _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace, Dimensions, Metrics }] },
    Service: service,
    Action: action,
    ...Object.fromEntries(values),
  };
}
