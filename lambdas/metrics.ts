// The metrics that the handlers write and the alarms and the dashboard read, by name.

/**
 * CloudWatch bills a metric once for each set of dimensions. So all metrics are written for the whole deployment,
 * except for an action's duration, which is written for each action.
 */
export const METRICS = {
  namespace: "Parley",
  service: "Service",
  action: "Action",
} as const;

/** The counts of a deployment, with their names in CloudWatch. */
export const COUNTS = {
  /** Posts to connections by their result: accepted, connection gone, or given up. */
  sent: "DeliveriesSent",
  gone: "DeliveriesGone",
  failed: "DeliveriesFailed",
  /** Attempts to post that API Gateway answered with 429. */
  throttled: "DeliveriesThrottled",
  /** The number of connections that one event was posted to. */
  fanOut: "FanOut",
  /** Events that the bus for other systems did not accept. */
  unpublished: "EventsUnpublished",
  /** Requests that failed through no fault of the client: INTERNAL and UNAVAILABLE. */
  errors: "Errors",
} as const;

/** The time from sending the canary's message to its arrival, in milliseconds. Runs without an arrival write none. */
export const CANARY_DELIVERY = "CanaryDelivery";

/** The time from a frame's arrival to the reply, in milliseconds, for each action. */
export const DURATION = "Duration";
