// How long a delivery may take: the reply to the caller waits for it, and so does the next request of the container.
// Times are in milliseconds.

export const DELIVERY = {
  /** Posts that begin beside each other. */
  permits: 50,
  /** A post without an answer for so long goes on without its permit, so that another may begin. */
  yieldMs: 300,
  /** A post without an answer for so long is cut off: a dead peer's can hang until its connection times out. */
  postMs: 1_500,
  /** After a push-back a post is tried once more, within so long. */
  retryMs: 300,
  /** Once all posts have begun, the reply waits for those without an answer until so long after the beginning. */
  stragglersMs: 1_500,
  /** All posts of one event. */
  wholeMs: 5_000,
} as const;

export type DeliveryTimes = Readonly<Record<keyof typeof DELIVERY, number>>;

/** Posts that can be under way at a time: those with a permit, and those that hang. */
export const POSTS_AT_ONCE = DELIVERY.permits * Math.ceil(DELIVERY.postMs / DELIVERY.yieldMs);
