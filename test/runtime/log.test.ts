// The lines of the log, as JSON and as text.

import { afterEach, describe, expect, it, vi } from "vitest";
import { log } from "../../lambdas/runtime/log.ts";
import { watchLog } from "./watched-log.ts";

const written = watchLog();
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a line of log", () => {
  it("is one line of JSON, whatever is in it", () => {
    log("info", "typing", { user: "ann\nbob", room: undefined, ms: 0, errors: { Gone: 1 } });
    expect(written.text()).toMatch(/^[^\n]+\n$/);
    expect(written.lines()).toEqual([
      { level: "info", message: "typing", user: "ann\nbob", ms: 0, errors: { Gone: 1 } },
    ]);
  });

  it("begins with its time and level as Lambda reads them", () => {
    log("error", "typing");
    expect(written.text()).toMatch(
      /^\{"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"error",/,
    );
  });

  it("holds an error's name, message and stack, still in one line", () => {
    const error = new TypeError("no");
    log("error", "typing", { error });
    expect(written.text().split("\n")).toHaveLength(2);
    expect(written.lines()).toEqual([
      {
        level: "error",
        message: "typing",
        error: "TypeError",
        reason: "no",
        stack: error.stack,
      },
    ]);
  });

  it("holds what was thrown and is no error, too", () => {
    log("error", "typing", { error: "a text" });
    log("error", "typing", { error: null });
    expect(written.lines()).toMatchObject([{ error: "a text" }, { error: "null" }]);
  });

  it.each([
    ["info", 3],
    ["warn", 2],
    ["error", 1],
    ["off", 0],
  ])("is written from LOG_LEVEL on: %s", (level, count) => {
    vi.stubEnv("LOG_LEVEL", level);
    for (const each of ["info", "warn", "error"] as const) log(each, "typing");
    expect(written.lines()).toHaveLength(count);
  });

  it("is written whatever its level, when LOG_LEVEL names none", () => {
    vi.stubEnv("LOG_LEVEL", "verbose");
    log("info", "typing");
    expect(written.lines()).toHaveLength(1);
  });
});

describe("a line of log with LOG_FORMAT=text", () => {
  const line = (...entry: Parameters<typeof log>) => {
    vi.stubEnv("LOG_FORMAT", "text");
    log(...entry);
    return written.text();
  };

  it("reads well, and leaves out what says nothing", () => {
    const fields = { user: "ann", sent: 2, failed: 0, room: undefined, errors: { Gone: 1 } };
    expect(line("info", "typing", fields)).toMatch(
      /^\d\d:\d\d:\d\d {2}typing {2}user=ann {2}sent=2 {2}errors=\{"Gone":1\}\n$/,
    );
  });

  it("marks what is more than information, and shows the stack of an error", () => {
    const error = new TypeError("no");
    const text = line("error", "typing", { error });
    expect(text).toContain("  error: typing");
    expect(text).toContain(error.stack);
  });
});
