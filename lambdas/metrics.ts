// The metrics that the handlers write and the alarms and the dashboard read, by name.

/**
 * CloudWatch bills a metric once for each set of dimensions that it is written under. So all are written for the whole
 * deployment, except for the time that an action takes, which is read for each action.
 */
export const METRICS = {
  namespace: "Parley",
  service: "Service",
  action: "Action",
} as const;

/** What is counted in a deployment, each under its name in CloudWatch. */
export const COUNTS = {
  /** How posts to connections ended: accepted, the connection no more, or given up. */
  sent: "DeliveriesSent",
  gone: "DeliveriesGone",
  failed: "DeliveriesFailed",
  /** How often API Gateway answered a post with 429. */
  throttled: "DeliveriesThrottled",
  /** To how many connections one event went. */
  fanOut: "FanOut",
  /** Events that the bus for other systems did not take. */
  unpublished: "EventsUnpublished",
  /** Requests that failed on our side: INTERNAL and UNAVAILABLE. */
  errors: "Errors",
} as const;

/** From the canary's message to its arrival, in milliseconds, for each run in which it arrived. */
export const CANARY_DELIVERY = "CanaryDelivery";

/** From an event's arrival to the reply, in milliseconds, for each action. */
export const DURATION = "Duration";
