// Token buckets, and charges on them.

/** A bucket holds at most `burst` tokens, and regains `perMinute` tokens per minute. */
export interface Bucket {
  readonly burst: number;
  readonly perMinute: number;
}

/** A user's buckets; each membership has one more. */
export type UserBucket = "reads" | "invites" | "uploads" | "connects";

export interface Limits extends Readonly<Record<UserBucket | "room", Bucket>> {
  /** Charges by chance are made for one request in this many. */
  readonly drawOneIn: number;
}

/** A charge of tokens. `cost` and `capacity` are the times in ms to regain its tokens and a whole bucket. */
export interface Charge {
  readonly cost: number;
  readonly capacity: number;
  /** When the charge is made, in epoch milliseconds. */
  readonly now: number;
  /** Whether the bucket was full when it was last read. */
  readonly isFull: boolean;
}

/** Converts tokens to a charge. `fullAt` is the time at which the bucket is full again, in epoch milliseconds. */
export function chargeOf(
  { burst, perMinute }: Bucket,
  tokens: number,
  now: number,
  fullAt = 0,
): Charge {
  const perToken = 60_000 / perMinute;
  return { cost: tokens * perToken, capacity: burst * perToken, now, isFull: fullAt <= now };
}
