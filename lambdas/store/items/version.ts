// The version of the items' format, stored in their attribute `v`. docs/decisions/0010 describes how a new format is
// rolled out without downtime, while both versions of the handlers run.

export const VERSION = 1;
