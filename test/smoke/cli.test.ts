// `npm run smoke`: its arguments. test/e2e/smoke.test.ts runs its steps.

import { afterEach, expect, it, vi } from "vitest";
import { runSmoke } from "../../smoke/cli.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  ["nothing", []],
  ["one token", ["--url", "wss://example.com", "--token", "a"]],
  ["an unknown flag", ["--url", "wss://example.com", "--token", "a", "--token", "b", "--verbose"]],
])("exits with 2 and its usage for %s", async (_what, args) => {
  const complained = vi.spyOn(console, "error").mockReturnValue();
  expect(await runSmoke(args)).toBe(2);
  expect(complained).toHaveBeenLastCalledWith(
    expect.stringMatching(/^Usage: npm run smoke -- --url/),
  );
});
