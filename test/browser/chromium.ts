// Finds and starts the Chromium that is installed on this machine, for the tests of the page.

import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

// The headless shell needs a quarter less CPU than the whole browser.
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser's path, or undefined if none is installed. The variable `CHROMIUM` names another one. */
export const CHROMIUM = [process.env.CHROMIUM, ...PLACES].find(
  (path) => path !== undefined && existsSync(path),
);

export const HOW_TO_GET_IT =
  "The tests of the page are skipped: there is no chromium. To have them run: " +
  "apt-get install -y --no-install-recommends chromium-headless-shell (or CHROMIUM=<path> npm test)";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS });
