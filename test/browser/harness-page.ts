// Serves the page of test/client/dom/harness.ts beside a backend, and opens it.

import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { ServePage } from "../../dev-server/program/page.ts";

const HTML = '<!doctype html><title>Harness</title><script src="/harness.js"></script>';

/** Answers requests for the harness. Bundles its script on the first request for it. */
export function startHarness(): ServePage {
  let bundling: Promise<string | undefined> | undefined;
  return async (request, response) => {
    const isScript = request.url === "/harness.js";
    if (!isScript && request.url !== "/harness") return false;
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? await (bundling ??= bundleHarness()) : HTML);
    return true;
  };
}

async function bundleHarness(): Promise<string | undefined> {
  const entry = new URL("../client/dom/harness.ts", import.meta.url).pathname;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2020",
  });
  return outputFiles[0]?.text;
}

export interface HarnessWindow {
  readonly page: Page;
  /** The number of WebSockets that the page has opened, and the number of those still open. */
  readonly sockets: { opened: number; open: number };
  /** Runs a line of code in the page. Its variable `harness` is the object that the harness exports. */
  run<T = void>(code: string): Promise<T>;
  /** The events that its chat received, as texts: messages, edits, renames, read marks and errors. */
  heard(): Promise<string[]>;
}

export async function openHarness(context: BrowserContext, url: string): Promise<HarnessWindow> {
  const page = await context.newPage();
  const sockets = { opened: 0, open: 0 };
  page.on("websocket", (socket) => {
    sockets.opened++;
    sockets.open++;
    socket.on("close", () => sockets.open--);
  });
  await page.goto(new URL("/harness", url).href);
  return {
    page,
    sockets,
    run: <T>(code: string) => page.evaluate<T>(code),
    heard: () => page.evaluate<string[]>("harness.heard"),
  };
}
