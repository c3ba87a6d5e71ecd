// The fixture of the page's tests: a backend with its pages, and a browser, shared by all test files of a process.
// Each test creates its own people.

import type { Browser, BrowserContext } from "playwright-core";
import { afterEach, beforeAll, describe, expect } from "vitest";
import { startPage } from "../../dev-server/program/page.ts";
import { startBackend, type Backend } from "../backend.ts";
import { CHROMIUM, launch } from "./chromium.ts";
import { startHarness } from "./harness-page.ts";
import { openWindow, type Look, type Window } from "./window.ts";

/** The browser itself writes this line for each request that fails without a network. A page cannot prevent it. */
const NO_NETWORK = /^error: Failed to load resource: net::ERR_/;

interface WindowOptions extends Look {
  /** The path to open. Default: `/`. */
  readonly path?: string;
  /** The URL of another server. Default: the backend's. */
  readonly url?: string;
  /** Whether the test interrupts the network or the server, which the browser writes to the console. Default: false. */
  readonly outage?: boolean;
}

export interface Fixture {
  readonly backend: Backend;
  /**
   * Opens a window for this test. The test fails if the page wrote anything to the console. The next test that opens
   * a window with the same look reuses it, unless it had an outage.
   */
  open(options?: WindowOptions): Promise<Window>;
  /** A browser context without a window, which the caller closes. */
  newContext(): Promise<BrowserContext>;
}

/** Like `describe`, but skipped if no browser is installed. */
export const describePage = describe.skipIf(CHROMIUM === undefined);

interface Environment {
  readonly browser: Browser;
  readonly backend: Backend;
}

let environment: Promise<Environment> | undefined;
let idle: Window[] = [];

async function startEnvironment(): Promise<Environment> {
  const page = startPage({ host: "localhost" });
  const harness = startHarness();
  const [browser, backend] = await Promise.all([
    launch(),
    startBackend({
      page: async (request, response) =>
        (await harness(request, response)) || (await page(request, response)),
    }),
  ]);
  // vitest ends a test process with this signal. The browser and the database end with the process.
  process.once("SIGTERM", () => process.exit());
  return { browser, backend };
}

/** Sets up the fixture for the test file that calls it. */
export function setUpFixture(): Fixture {
  let current: Environment | undefined;
  let inUse: { window: Window; outage: boolean }[] = [];

  beforeAll(async () => {
    current = await (environment ??= startEnvironment());
  });
  afterEach(async () => {
    const used = inUse;
    inUse = [];
    idle = [...idle, ...used.filter(({ outage }) => !outage).map(({ window }) => window)];
    for (const { window, outage } of used) await (outage ? window.context.close() : clear(window));
    for (const { window, outage } of used) {
      const lines = window.console.splice(0);
      expect(outage ? lines.filter((line) => !NO_NETWORK.test(line)) : lines).toEqual([]);
    }
  });

  const ready = (): Environment => {
    if (!current) throw new Error("The fixture is not set up yet.");
    return current;
  };
  return {
    get backend() {
      return ready().backend;
    },
    newContext: () => ready().browser.newContext(),
    async open({ path = "/", url = ready().backend.server.httpUrl, outage = false, ...look } = {}) {
      const kept = idle.find((window) => isLike(window, look));
      idle = idle.filter((window) => window !== kept);
      const window = kept ?? (await openWindow(ready().browser, look));
      inUse.push({ window, outage });
      await window.page.goto(new URL(path, url).href);
      return window;
    },
  };
}

async function clear({ page }: Window): Promise<void> {
  await page.evaluate("sessionStorage.clear()");
  await page.goto("about:blank");
}

const isLike = ({ look }: Window, { size, colorScheme, scale }: Look): boolean =>
  look.size === size && look.colorScheme === colorScheme && look.scale === scale;

let people = 0;

/** Returns a name that no other test has used, and the user id that the page derives from it. */
export function newPerson(name: string): { name: string; id: string } {
  people += 1;
  return { name: `${name} ${people}`, id: `${name.toLowerCase()}-${people}` };
}
