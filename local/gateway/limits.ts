// The gateway's quotas: AWS's, unless a test lowers them.

export interface Limits {
  /** A connection without a data frame in either direction is closed after this time. */
  idleMs: number;
  /** A connection is closed at this age, even if it is active. */
  durationMs: number;
  /** The time limit of a handler. */
  integrationMs: number;
  /** The largest frame from a client. */
  frameBytes: number;
  /** The largest message from a client, reply, or POST. */
  messageBytes: number;
  /** The largest response of the authorizer, as JSON. */
  authorizerBytes: number;
  /** The longest path and query of a handshake. */
  urlCharacters: number;
  /** The number of new connections per second, and in a burst. Further ones are refused with 429. */
  connectionsPerSecond: number;
  /**
   * A frame that would raise a client's unsent data above this is not sent, and its POST is refused. AWS does not
   * publish its value.
   */
  sendBufferBytes: number;
  /** The time that `close()` waits for running invocations and close handshakes. AWS has no such limit. */
  closeGraceMs: number;
}

export const awsLimits: Readonly<Limits> = {
  idleMs: 10 * 60_000,
  durationMs: 2 * 60 * 60_000,
  integrationMs: 29_000,
  frameBytes: 32 * 1024,
  messageBytes: 128 * 1024,
  authorizerBytes: 8 * 1024,
  urlCharacters: 4096,
  connectionsPerSecond: 500,
  sendBufferBytes: 1024 * 1024,
  closeGraceMs: 2_000,
};
