// The time limits of a delivery: the reply to the caller waits for it, and so does the next request of the container.
// Times are in milliseconds.

export const DELIVERY = {
  /** Concurrent posts. */
  permits: 50,
  /** A post without an answer after this time continues without its permit, so that another can begin. */
  yieldMs: 300,
  /** A post without an answer for this time is aborted: one to a dead peer can hang until its connection times out. */
  postMs: 1_500,
  /** A throttled post is retried once, within this time. */
  retryMs: 300,
  /** Once all posts have begun, the reply waits for missing answers until this time after the start. */
  stragglersMs: 1_500,
  /** The time limit of all posts of one event. */
  wholeMs: 5_000,
} as const;

export type DeliveryTimes = Readonly<Record<keyof typeof DELIVERY, number>>;

/** Maximum pending posts: those with a permit, and those that hang. */
export const POSTS_AT_ONCE = DELIVERY.permits * Math.ceil(DELIVERY.postMs / DELIVERY.yieldMs);
