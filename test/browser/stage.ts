// The backend with its pages, and a browser, shared by all test files of a process. Each test has people of its own.

import type { Browser, BrowserContext } from "playwright-core";
import { afterEach, beforeAll, describe, expect } from "vitest";
import { startPage } from "../../dev-server/program/page.ts";
import { startBackend, type Backend } from "../backend.ts";
import { CHROMIUM, launch } from "./chromium.ts";
import { startHarness } from "./harness-page.ts";
import { openWindow, type Look, type Window } from "./window.ts";

/** What a browser says of each request that it cannot make, whatever a page does. */
const NO_NETWORK = /^error: Failed to load resource: net::ERR_/;

interface WindowOptions extends Look {
  /** Where to go to. Default: `/`. */
  readonly path?: string;
  /** Of another server. */
  readonly url?: string;
  /** The network or the server goes away in this test, and a browser says so in the console. Default: false. */
  readonly outage?: boolean;
}

export interface Stage {
  readonly backend: Backend;
  /**
   * A window for this test, which fails if the page wrote anything to the console. A window is used again by the next
   * test that wants one like it, but not one of an outage.
   */
  open(options?: WindowOptions): Promise<Window>;
  /** A browser context without a window, which the caller closes. */
  newContext(): Promise<BrowserContext>;
}

/** Like `describe`, where there is a browser. */
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
  // vitest ends a process of tests by this signal. The browser and the database end with the process.
  process.once("SIGTERM", () => process.exit());
  return { browser, backend };
}

/** Sets the stage for the file that calls it. */
export function setStage(): Stage {
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
    if (!current) throw new Error("The stage is not set yet.");
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

/** A name that nobody had before, and the user id that the page makes of it. */
export function newPerson(name: string): { name: string; id: string } {
  people += 1;
  return { name: `${name} ${people}`, id: `${name.toLowerCase()}-${people}` };
}
