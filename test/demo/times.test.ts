import { describe, expect, it } from "vitest";
import { ago, dayOf, shortTime } from "../../demo/times.ts";

/** A Monday, a little after two in the afternoon, wherever this runs. */
const NOW = new Date(2026, 10, 23, 14, 2).getTime();
const before = (days: number, hours = 0, minutes = 0): number =>
  new Date(2026, 10, 23 - days, 14 - hours, 2 - minutes).getTime();

describe("a time in a list", () => {
  it.each([
    [NOW - 59_000, "now"],
    [NOW + 60_000, "now"],
    [before(0, 0, 59), "59 min"],
    [before(0, 2), "12:02"],
    [before(0, 14, 2), "00:00"],
    [before(0, 14, 3), "Yesterday"],
    [before(2), "Sat"],
    [before(7), "16 Nov"],
  ])("%d is told as %j", (at, words) => {
    expect(shortTime(at, NOW)).toBe(words);
  });
});

describe("the day of messages", () => {
  it.each([
    [NOW, "Today"],
    [before(1, -9), "Yesterday"],
    [before(6), "Tuesday"],
    [before(7), "16 November 2026"],
  ])("%d is told as %j", (at, words) => {
    expect(dayOf(at, NOW)).toBe(words);
  });
});

describe("how long ago somebody was there", () => {
  it.each([
    [NOW, "just now"],
    [before(0, 0, 5), "5 minutes ago"],
    [before(0, 3), "3 hours ago"],
    [before(1, 1), "yesterday"],
    [before(3), "3 days ago"],
    [before(9), "on 14 Nov"],
  ])("%d is told as %j", (at, words) => {
    expect(ago(at, NOW)).toBe(words);
  });
});
