// A vitest reporter that lists the slowest test files after a run.

import type { Reporter } from "vitest/node";

const SHOWN = 5;

export const slowest: Reporter = {
  onTestRunEnd(modules) {
    const files = modules
      .map((module) => ({ name: module.relativeModuleId, ms: took(module.diagnostic()) }))
      .sort((a, b) => b.ms - a.ms)
      .slice(0, SHOWN);
    if (files.length < SHOWN) return;
    const lines = files.map(({ name, ms }) => `${(ms / 1_000).toFixed(1).padStart(7)} s  ${name}`);
    console.log(`\nThe slowest files:\n${lines.join("\n")}`);
  },
};

interface Took {
  readonly collectDuration: number;
  readonly duration: number;
}

/** The duration in ms of a file's tests and hooks, and of loading its imports. */
const took = ({ collectDuration, duration }: Took): number => collectDuration + duration;
