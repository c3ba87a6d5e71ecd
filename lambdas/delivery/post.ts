// Posts one frame to one connection: the part of API Gateway that delivery needs.

/**
 * The result of a post. `gone`: the connection is closed; remove it from its user. `throttled`: there are too many
 * posts, or the client's buffer is full. `unavailable`: API Gateway failed. These two may be retried. `failed`: any
 * other failure, such as a peer that hangs.
 */
export type Posted = "sent" | "gone" | "throttled" | "unavailable" | "failed";

export interface PostResult {
  readonly posted: Posted;
  /** The error's name, unless it was sent: `TimeoutError` for an aborted post. */
  readonly error?: string;
}

/** Posts bytes to a connection, once. If `signal` aborts, the post has `failed`. Never throws. */
export type Post = (
  connectionId: string,
  bytes: Uint8Array,
  signal: AbortSignal,
) => Promise<PostResult>;
