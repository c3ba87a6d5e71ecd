// A browser window for tests, in which a person is signed in: their actions, and what the window shows.

import axe from "axe-core";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { PATIENT } from "../patience.ts";

export const PHONE = { width: 375, height: 667 };
export const DESKTOP = { width: 1280, height: 800 };

// Chromium writes this when a page is left, or signs out, before its WebSocket is open. A page cannot prevent it.
const LEFT_WHILE_CONNECTING = /WebSocket is closed before the connection is established/;

export interface Look {
  readonly size?: { width: number; height: number };
  readonly colorScheme?: "light" | "dark";
  /** The number of device pixels per CSS pixel. Default: 1. */
  readonly scale?: number;
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly look: Look;
  readonly isPhone: boolean;
  readonly composer: Locator;
  /** Everything that the page wrote to the console, and the errors that it threw. */
  readonly console: string[];
  /** The bubble of the message with this text. */
  readonly message: (text: string | RegExp) => Locator;
  /** Writes a message, and waits until it is stored. */
  readonly say: (text: string) => Promise<void>;
  /** Writes a message, and does not wait. */
  readonly write: (text: string) => Promise<void>;
  /** Clicks a button of a message. */
  readonly act: (text: string | RegExp, button: string) => Promise<void>;
  readonly button: (name: string | RegExp) => Locator;
  /** The list entry whose text begins with this name. The pattern may continue with the rest of the entry's text. */
  readonly room: (name: string) => Locator;
  /** Resolves once this text is visible. */
  readonly sees: (text: string | RegExp) => Promise<void>;
  /** Fails if axe finds a violation in the page as it is, or if something is wider than the window. */
  readonly isAccessible: () => Promise<void>;
  /** Resolves once everything that the page has saved in IndexedDB so far is stored. A reload before may lose some of it. */
  readonly isStored: () => Promise<void>;
}

// A read waits for all earlier writes to the same store.
const READ_ALL = `(async () => {
  for (const { name } of await indexedDB.databases()) {
    const request = indexedDB.open(name);
    await new Promise((resolve) => request.onsuccess = resolve);
    const transaction = request.result.transaction(request.result.objectStoreNames);
    await new Promise((resolve) => transaction.oncomplete = resolve);
    request.result.close();
  }
})()`;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

export async function openWindow(browser: Browser, look: Look): Promise<Window> {
  const { size = DESKTOP, colorScheme = "light", scale = 1 } = look;
  const isPhone = size.width < 500;
  const context = await browser.newContext({
    viewport: size,
    colorScheme,
    hasTouch: isPhone,
    isMobile: isPhone,
    deviceScaleFactor: scale,
    // Endless animations cost time, and no test needs them.
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENT.timeout);
  const page = await context.newPage();
  const lines: string[] = [];
  page.on("console", (message) => {
    if (!LEFT_WHILE_CONNECTING.test(message.text()))
      lines.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => lines.push(`thrown: ${String(error)}`));

  const composer = page.getByRole("textbox", { name: /^(Message|Edit)/ });
  const row = (text: string | RegExp) => page.locator("[data-message]", { hasText: text });
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const window: Window = {
    page,
    context,
    look,
    isPhone,
    composer,
    button,
    console: lines,
    message: (text) => row(text).locator(".bubble"),
    async say(text) {
      await window.write(text);
      await row(text).locator(":scope:not(.unsettled)").first().waitFor();
    },
    async write(text) {
      await composer.fill(text);
      await composer.press("Enter");
      await row(text).first().waitFor();
    },
    async act(text, name) {
      const focused = row(text).and(page.locator(":focus-within"));
      if (!isPhone) await row(text).hover();
      else if ((await focused.count()) === 0) {
        // At the edge of the bubble: one of its words may be a link.
        await row(text)
          .locator(".bubble")
          .tap({ position: { x: 20, y: 3 } });
      }
      await row(text).getByRole("button", { name, exact: true }).click();
    },
    room: (name) =>
      page
        .getByRole("navigation", { name: "Conversations" })
        .getByRole("link", { name: new RegExp(`^${name}`) }),
    sees: (text) => page.getByText(text).and(page.locator(":visible")).first().waitFor(),
    isStored: () => page.evaluate(READ_ALL),
    async isAccessible() {
      if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(`
        axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ["violations"] }).then(
          ({ violations }) => violations.map(
            ({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")
          )
        )
      `);
      expect(found).toEqual([]);
      const overhang =
        "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate(overhang)).toBe(0);
    },
  };
  return window;
}
