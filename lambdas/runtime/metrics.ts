// Metrics in CloudWatch's embedded metric format: fields of an action's log line, which cost no request and no library.

import { CANARY_DELIVERY, COUNTS, DURATION, METRICS } from "../metrics.ts";
import { ENVIRONMENT } from "../names.ts";

/** Counts. Zeros are left out: CloudWatch bills a metric by the hours in which it was written. */
export type Counted = Partial<Record<keyof typeof COUNTS, number>>;

const service = process.env[ENVIRONMENT.serviceName];

/** The log fields that hold one request's metrics for CloudWatch; empty outside a deployment. */
export function metrics(
  action: string,
  ms: number,
  counted: Counted = {},
): Record<string, unknown> {
  const duration = directive([METRICS.service, METRICS.action], [DURATION], "Milliseconds");
  return embedded(counted, [duration], { [METRICS.action]: action, [DURATION]: ms });
}

/** The same for counts outside a request. */
export const counts = (counted: Counted): Record<string, unknown> => embedded(counted, [], {});

/** The same for a message of the canary that has arrived. `ms` is its duration. */
export const canaryDelivery = (ms: number): Record<string, unknown> =>
  embedded({}, [directive([METRICS.service], [CANARY_DELIVERY], "Milliseconds")], {
    [CANARY_DELIVERY]: ms,
  });

function embedded(
  counted: Counted,
  directives: readonly object[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (service === undefined) return {};
  const named = Object.entries(counted)
    .filter(([, value]) => value > 0)
    .map(([key, value]) => [COUNTS[key as keyof Counted], value] as const);
  const names = named.map(([name]) => name);
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        ...directives,
        ...(names.length > 0 ? [directive([METRICS.service], names, "Count")] : []),
      ],
    },
    [METRICS.service]: service,
    ...values,
    ...Object.fromEntries(named),
  };
}

const directive = (dimensions: string[], names: string[], Unit: string) => ({
  Namespace: METRICS.namespace,
  Dimensions: [dimensions],
  Metrics: names.map((Name) => ({ Name, Unit })),
});
