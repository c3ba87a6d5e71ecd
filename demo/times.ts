// Formats times.

const DAY_MS = 24 * 60 * 60 * 1_000;

// The page is in English; the format of hours and dates follows the user's locale.
const here = (globalThis as { navigator?: { language?: string } }).navigator?.language ?? "en-GB";
const { region = "GB" } = new Intl.Locale(here);
const LANGUAGE = [`en-${region}`, "en-GB"];

const { hour12 = false } = new Intl.DateTimeFormat(here, { hour: "numeric" }).resolvedOptions();
const clock = new Intl.DateTimeFormat(here, {
  hour: hour12 ? "numeric" : "2-digit",
  minute: "2-digit",
});
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long" });
const date = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short" });
const fullDate = new Intl.DateTimeFormat(LANGUAGE, {
  day: "numeric",
  month: "long",
  year: "numeric",
});
const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "full" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** The number of unread messages for a small space. */
export const countOf = (unread: number): string => (unread > 99 ? "99+" : `${unread}`);

/** "14:02" */
export const timeOfDay = (at: number): string => clock.format(at);

/** The full date and time, for a tooltip. */
export const fullTime = (at: number): string => `${day.format(at)}, ${clock.format(at)}`;

/** "Today", "Yesterday", "Monday", "3 March 2026" */
export function dayOf(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return days < 7 ? weekday.format(at) : fullDate.format(at);
}

/** "15:32", "yesterday, 15:32", "Monday, 15:32", "3 March 2026, 15:32", within a sentence */
export function sinceTime(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days <= 0) return timeOfDay(at);
  return `${days === 1 ? "yesterday" : dayOf(at, now)}, ${timeOfDay(at)}`;
}

/** For a list: "now", "5 min", "14:02", "Yesterday", "Mon", "3 Mar" */
export function shortTime(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  const days = daysBetween(at, now);
  if (days <= 0) return timeOfDay(at);
  if (days === 1) return "Yesterday";
  return days < 7 ? weekday.format(at).slice(0, 3) : date.format(at);
}

/** "just now", "5 minutes ago", "yesterday", "on 3 Mar" */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return relative.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return relative.format(-hours, "hour");
  const days = daysBetween(at, now);
  return days < 7 ? relative.format(-days, "day") : `on ${date.format(at)}`;
}

export const isSameDay = (a: number, b: number): boolean => daysBetween(a, b) === 0;

/** Calendar days; a day with a clock change counts as one. */
function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(later) - midnight(earlier)) / DAY_MS);
}
