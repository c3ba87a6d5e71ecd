// What can go wrong on AWS, on demand: switches for tests, which may be set and cleared at any time.

export interface Faults {
  /** `$disconnect` is best effort on AWS: while this is set, it never comes. */
  dropDisconnects: boolean;
  /**
   * How a POST ends instead of being sent: with this status, or with no answer until the gateway closes. `n` counts the
   * POSTs to all connections from 1, those with a bad id or an oversize body left out.
   */
  post?: ((connectionId: string, n: number) => 410 | 429 | 500 | "hang" | undefined) | undefined;
  /** A posted frame is lost, and the POST answered 200. */
  drop?: ((connectionId: string) => boolean) | undefined;
  /** A posted frame arrives twice. */
  double?: ((connectionId: string) => boolean) | undefined;
  /** How long a frame (posted, or a reply or an error frame) is on its way. Frames then overtake each other. */
  delayMs?: ((what: FrameSource, connectionId: string) => number) | undefined;
  /** Frames of one window to one client arrive in another order. */
  shuffle?: Shuffle | undefined;
}

export type FrameSource = "reply" | "post";

export interface Shuffle {
  /** From 0 to below 1. Seeded, it makes the order repeatable as far as the frames come in the same one. */
  random: () => number;
  /** The first frame that is held starts the window. */
  windowMs: number;
}
