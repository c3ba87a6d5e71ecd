// What handlers write to the log while a test runs, instead of to the terminal.

import { beforeEach, vi } from "vitest";

export interface WatchedLog {
  /** All that was written since the test began. */
  text(): string;
  /** The same, line by line, parsed, and without the time at which each was written. */
  lines(): Record<string, unknown>[];
}

/** Watches the log of each test of the file, as JSON from `info` on. */
export function watchLog(): WatchedLog {
  let written = "";
  beforeEach(() => {
    written = "";
    vi.stubEnv("LOG_FORMAT", "json");
    vi.stubEnv("LOG_LEVEL", "info");
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      written += String(chunk);
      return true;
    });
  });
  return {
    text: () => written,
    lines: () =>
      written
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .map(({ timestamp: _, ...rest }) => rest),
  };
}
