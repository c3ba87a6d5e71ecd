// Vitest's global setup: puts the temporary files of all tests into one folder, and deletes it after the run. Vitest ends
// its processes by a signal, so what they would delete when they exit stays behind.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

export default function setup(project: TestProject): (() => void) | undefined {
  // Vitest calls this for each project and for the root: more than one call would nest the folders.
  if (!project.isRootProject()) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "parley-test-"));
  process.env.TMPDIR = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
