// Faults of AWS, on demand: switches for tests, which may be set and cleared at any time.

export interface Faults {
  /** Drops `$disconnect`, which is best effort on AWS. */
  dropDisconnects: boolean;
  /**
   * Makes a POST fail with this status, or hang until the gateway closes. `n` counts the POSTs to all connections from
   * 1, without those that have an invalid id or an oversize body.
   */
  post?: ((connectionId: string, n: number) => 410 | 429 | 500 | "hang" | undefined) | undefined;
  /** Loses a posted frame; the POST is answered with 200. */
  drop?: ((connectionId: string) => boolean) | undefined;
  /** Delivers a posted frame twice. */
  double?: ((connectionId: string) => boolean) | undefined;
  /** The latency of a frame (a post, reply or error). Frames then overtake each other. */
  delayMs?: ((what: FrameSource, connectionId: string) => number) | undefined;
  /** Reorders a client's frames within a time window. */
  shuffle?: Shuffle | undefined;
}

export type FrameSource = "reply" | "post";

export interface Shuffle {
  /** From 0 to below 1. Seeded, it makes the order repeatable if the frames arrive in the same order. */
  random: () => number;
  /** The first frame that is held starts the window. */
  windowMs: number;
}
