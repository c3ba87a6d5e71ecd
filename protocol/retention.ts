// How messages expire where they are kept for a time only: together with all others of their period.

/** Into how many periods the time is parted for which messages are kept; none is shorter than a day. */
const PERIODS = 16;

/** How long a period is, in days, for messages that are kept for so many. */
export const periodDays = (days: number): number => Math.ceil(days / PERIODS);
