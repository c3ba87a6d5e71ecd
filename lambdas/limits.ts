// The configurable limits of a deployment, and their defaults.

import type { UploadLimits } from "./chat/files.ts";
import type { Bucket } from "./chat/tokens.ts";

export interface LimitSettings {
  /** Live connections of a user. */
  readonly connections: number;
  /** What a member does in one room: a message to a small room is a token. */
  readonly room: Bucket;
  /** What a user reads, in all rooms together: a page is a token. */
  readonly reads: Bucket;
  /** Users whom a user adds to rooms: each new membership costs a token. */
  readonly invites: Bucket;
  /** What a user uploads: a file is a token, and another for each MB. */
  readonly uploads: Bucket;
  /** A user's handshakes: each is a token. */
  readonly connects: Bucket;
  /** Charges that would take a write of their own are made for one request in so many, for all of these at once. */
  readonly drawOneIn: number;
}

export const DEFAULT_LIMITS: LimitSettings = {
  connections: 20,
  room: { burst: 100, perMinute: 300 },
  reads: { burst: 600, perMinute: 600 },
  invites: { burst: 1_500, perMinute: 25 },
  uploads: { burst: 500, perMinute: 15 },
  connects: { burst: 100, perMinute: 12 },
  drawOneIn: 10,
};

/** What may be uploaded. */
export type UploadSettings = UploadLimits;

export const DEFAULT_UPLOADS: UploadSettings = { maxBytes: 25 * 1024 * 1024, types: ["*"] };
