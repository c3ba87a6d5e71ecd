// A setup file that gives each test file its own modules and environment variables in a shared process.

import { vi } from "vitest";

const shared = globalThis as { environmentAtStart?: NodeJS.ProcessEnv };
const atStart = (shared.environmentAtStart ??= { ...process.env });

for (const name of Object.keys(process.env)) {
  if (!(name in atStart)) Reflect.deleteProperty(process.env, name);
}
Object.assign(process.env, atStart);
vi.resetModules();
