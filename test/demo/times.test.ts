// Times and days as the page shows them, in the user's language.

import { afterEach, describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { language: "en-GB" });
const { ago, countOf, dayOf, shortTime, sinceTime } = await import("../../demo/times.ts");

/** A Monday, shortly after two in the afternoon, in any time zone. */
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

describe("a time in a sentence", () => {
  it.each([
    [before(0, 2), "12:02"],
    [before(1), "yesterday, 14:02"],
    [before(2), "Saturday, 14:02"],
    [before(7), "16 November 2026, 14:02"],
  ])("%d is told as %j", (at, words) => {
    expect(sinceTime(at, NOW)).toBe(words);
  });
});

describe("elsewhere", () => {
  afterEach(() => {
    vi.resetModules();
  });

  it.each([
    ["en-US", "2:02 PM", "November 16, 2026"],
    ["de-DE", "14:02", "16 November 2026"],
    ["fr", "14:02", "16 November 2026"],
  ])("in %s, hours and dates are those that people know", async (language, time, date) => {
    vi.resetModules();
    vi.stubGlobal("navigator", { language });
    const there = await import("../../demo/times.ts");
    // Versions of the platform differ in the space that they write.
    expect(there.timeOfDay(NOW).replace(/\s/, " ")).toBe(time);
    expect(there.dayOf(before(7), NOW)).toBe(date);
  });
});

it("shows no number larger than people use", () => {
  expect([1, 99, 100, 1_613].map(countOf)).toEqual(["1", "99", "99+", "99+"]);
});
