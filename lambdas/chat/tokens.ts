// Token buckets, and how tokens are taken from them.

/** A bucket of tokens: full it holds `burst`, and `perMinute` come back. */
export interface Bucket {
  readonly burst: number;
  readonly perMinute: number;
}

/** A user's buckets; each membership has one more. */
export type UserBucket = "reads" | "invites" | "uploads" | "connects";

export interface Limits extends Readonly<Record<UserBucket | "room", Bucket>> {
  readonly drawOneIn: number;
}

/** Tokens in terms of time: how long they take to come back, and a whole bucket of them, in milliseconds. */
export interface Charge {
  readonly cost: number;
  readonly capacity: number;
  /** When it is made, in epoch milliseconds. */
  readonly now: number;
  /** Whether the bucket was full when it was looked at. */
  readonly isFull: boolean;
}

/** A charge of tokens. */
export function chargeOf(
  { burst, perMinute }: Bucket,
  tokens: number,
  now: number,
  fullAt = 0,
): Charge {
  const perToken = 60_000 / perMinute;
  return { cost: tokens * perToken, capacity: burst * perToken, now, isFull: fullAt <= now };
}
