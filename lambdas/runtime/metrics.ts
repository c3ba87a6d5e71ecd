// Metrics in CloudWatch's embedded metric format: fields of the very line that an action logs, so that they cost no
// request and no library.

import { COUNTS, DURATION, METRICS } from "../metrics.ts";
import { ENVIRONMENT } from "../names.ts";

/** What was counted. Zeros are left out: CloudWatch bills a metric by the hours in which it was written. */
export type Counted = Partial<Record<keyof typeof COUNTS, number>>;

const service = process.env[ENVIRONMENT.serviceName];

/** The fields to log for CloudWatch to find the metrics of one request in them; none outside a deployment. */
export function metrics(
  action: string,
  ms: number,
  counted: Counted = {},
): Record<string, unknown> {
  if (service === undefined) return {};
  const counts = Object.entries(counted)
    .filter(([, value]) => value > 0)
    .map(([key, value]) => [COUNTS[key as keyof Counted], value] as const);
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        directive([METRICS.service, METRICS.action], [DURATION], "Milliseconds"),
        ...(counts.length > 0
          ? [
              directive(
                [METRICS.service],
                counts.map(([name]) => name),
                "Count",
              ),
            ]
          : []),
      ],
    },
    [METRICS.service]: service,
    [METRICS.action]: action,
    [DURATION]: ms,
    ...Object.fromEntries(counts),
  };
}

const directive = (dimensions: string[], names: string[], Unit: string) => ({
  Namespace: METRICS.namespace,
  Dimensions: [dimensions],
  Metrics: names.map((Name) => ({ Name, Unit })),
});
