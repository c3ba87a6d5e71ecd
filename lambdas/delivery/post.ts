// Posts one frame to one connection: the part of API Gateway that delivery needs.

/**
 * How a post ended. `gone`: the connection is closed; remove it from its user. `throttled`: there are too many posts, or
 * that client's buffer is full. `unavailable`: API Gateway is at fault. These two may be worth another post. `failed`:
 * anything else, a peer that hangs among it.
 */
export type Posted = "sent" | "gone" | "throttled" | "unavailable" | "failed";

export interface PostResult {
  readonly posted: Posted;
  /** The error's name, unless it was sent: `TimeoutError` for a post that was cut off. */
  readonly error?: string;
}

/** Posts bytes to a connection, once. It is cut off when `signal` aborts: then it has `failed`. Never throws. */
export type Post = (
  connectionId: string,
  bytes: Uint8Array,
  signal: AbortSignal,
) => Promise<PostResult>;
