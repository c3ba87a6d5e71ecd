// The configurable limits of a deployment, and their defaults.

import type { UploadLimits } from "./chat/files.ts";
import type { Bucket } from "./chat/tokens.ts";

export interface LimitSettings {
  /** The maximum number of live connections of a user. */
  readonly connections: number;
  /** A member's actions in one room. A message costs about 1 token in a small room, up to 10 in a large one, and more if it is long. */
  readonly room: Bucket;
  /** A user's reads in all rooms together. A page costs a token. */
  readonly reads: Bucket;
  /** A user's invitations of users to rooms. Each new membership costs a token. */
  readonly invites: Bucket;
  /** A user's uploads. A file costs a token, and another for each MB. */
  readonly uploads: Bucket;
  /** A user's handshakes. Each costs a token. */
  readonly connects: Bucket;
  /** Charges that need a write of their own are made at random for one request in this many, for that many at once. */
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

/** The files that may be uploaded. */
export type UploadSettings = UploadLimits;

export const DEFAULT_UPLOADS: UploadSettings = { maxBytes: 25 * 1024 * 1024, types: ["*"] };
