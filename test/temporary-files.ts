// Vitest's global setup: puts the temporary files of all tests into one folder, and deletes it after the run. Vitest ends
// its processes by a signal, so what they would delete when they exit stays behind.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "parley-test-"));
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
