// The metrics that the handlers write and the alarms and the dashboard read, by name.

export const METRICS = {
  namespace: "Parley",
  /** Each metric is written under both: alarms watch a whole deployment, the dashboard its actions too. */
  dimensionSets: [["Service"], ["Service", "Action"]],
} as const;

/** The metrics, each under its name in CloudWatch. */
export const METRIC = {
  /** How posts to connections ended: accepted, the connection no more, or given up. */
  sent: "DeliveriesSent",
  gone: "DeliveriesGone",
  failed: "DeliveriesFailed",
  /** How often API Gateway answered a post with 429. */
  throttled: "DeliveriesThrottled",
  /** From the event's arrival to the reply, in milliseconds. */
  duration: "Duration",
  /** To how many connections one event went. */
  fanOut: "FanOut",
  /** Requests that failed on our side: INTERNAL and UNAVAILABLE. */
  errors: "Errors",
} as const;

export type MetricKey = keyof typeof METRIC;
