// Simulated faults of AWS. Tests may set and clear each of them at any time.

export interface Faults {
  /** Drops `$disconnect`, which is best effort on AWS. */
  dropDisconnects: boolean;
  /**
   * Makes a POST fail with this status, or hang until the gateway closes. `n` numbers the POSTs to all connections from
   * 1, except those with an invalid id or an oversize body.
   */
  post?: ((connectionId: string, n: number) => 410 | 429 | 500 | "hang" | undefined) | undefined;
  /** Drops a posted frame; the POST is answered with 200. */
  drop?: ((connectionId: string) => boolean) | undefined;
  /** Delivers a posted frame twice. */
  double?: ((connectionId: string) => boolean) | undefined;
  /** The delay of a frame (a post, a reply or an error frame) in ms. Delayed frames can overtake each other. */
  delayMs?: ((what: FrameSource, connectionId: string) => number) | undefined;
  /** Reorders a client's frames within a time window. */
  shuffle?: Shuffle | undefined;
}

export type FrameSource = "reply" | "post";

export interface Shuffle {
  /**
   * Returns numbers from 0 to below 1. A seeded function makes the order repeatable if the frames arrive in the same
   * order.
   */
  random: () => number;
  /** The length of the window, in ms. It starts with the first buffered frame. */
  windowMs: number;
}
