// A reporter that prints, after a run, that the tests of the page were skipped, and how to install a browser for them.

import type { Reporter } from "vitest/node";
import { CHROMIUM, HOW_TO_GET_IT } from "./chromium.ts";

export const skipped: Reporter = {
  onTestRunEnd(modules) {
    const isAsked = modules.some(({ moduleId }) => moduleId.includes("/test/browser/"));
    if (isAsked && CHROMIUM === undefined) console.log(`\n${HOW_TO_GET_IT}\n`);
  },
};
