// The periods of a deployment that retains messages for a limited time: a message expires with all others of its
// period.

/** The maximum number of periods in the time of retention. A period is a whole number of days. */
const PERIODS = 16;

/** The length of a period in days, for messages that are retained for `days`. */
export const periodDays = (days: number): number => Math.ceil(days / PERIODS);
