// The version of the items' shape, in the attribute `v` of each. How a later shape is rolled out without downtime, with
// both versions of the handlers at work, is in docs/decisions/0010.

export const VERSION = 1;
