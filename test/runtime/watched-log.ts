// Captures the handlers' log during a test, instead of printing it.

import { beforeEach, vi } from "vitest";

export interface WatchedLog {
  /** Everything that was logged since the test began. */
  text(): string;
  /** The same as parsed lines, without their times. */
  lines(): Record<string, unknown>[];
}

/** Captures the log of each test of the file, as JSON, from level `info` up. */
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
