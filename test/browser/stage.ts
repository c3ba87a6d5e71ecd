// The backend with its page, and a browser, for the tests of one file. Each test has people of its own.

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { startPage } from "../../dev-server/program/page.ts";
import { startBackend, type Backend } from "../backend.ts";
import { CHROMIUM, launch } from "./chromium.ts";
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
}

/** Like `describe`, where there is a browser. */
export const describePage = describe.skipIf(CHROMIUM === undefined);

/** Sets the stage for the file that calls it. */
export function setStage(): Stage {
  let browser: Browser | undefined;
  let backend: Backend | undefined;
  let inUse: { window: Window; outage: boolean }[] = [];
  let idle: Window[] = [];

  beforeAll(async () => {
    if (CHROMIUM === undefined) return;
    [browser, backend] = await Promise.all([
      launch(),
      startBackend({ page: startPage({ host: "localhost" }) }),
    ]);
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
  afterAll(async () => {
    await browser?.close();
    await backend?.close();
  });

  const ready = <T>(part: T | undefined): T => {
    if (!part) throw new Error("The stage is not set yet.");
    return part;
  };
  return {
    get backend() {
      return ready(backend);
    },
    async open({ path = "/", url = ready(backend).server.httpUrl, outage = false, ...look } = {}) {
      const kept = idle.find((window) => isLike(window, look));
      idle = idle.filter((window) => window !== kept);
      const window = kept ?? (await openWindow(ready(browser), look));
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
