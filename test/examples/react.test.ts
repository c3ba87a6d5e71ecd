// The example application in React: built as its README says, served by the backend, and used by two users.

import { readFile, rm, mkdtemp } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import { launch } from "../browser/chromium.ts";
import { describePage } from "../browser/fixture.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

describePage("the example in React", () => {
  let backend: Backend | undefined;
  let browser: Browser | undefined;
  let folder: string;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "parley-react-"));
    const source = (entry: string): string => join(ROOT, "client", entry, "index.ts");
    const { NODE_ENV } = process.env;
    // Vitest's own value would build React for development.
    process.env.NODE_ENV = "production";
    await build({
      root: join(ROOT, "examples/react"),
      logLevel: "error",
      build: { outDir: folder, emptyOutDir: true },
      // The package's sources in place of its build.
      resolve: {
        alias: [
          { find: /^parley-chat$/, replacement: source("") },
          { find: /^parley-chat\/(.+)$/, replacement: source("$1") },
        ],
      },
    });
    process.env.NODE_ENV = NODE_ENV;
    [backend, browser] = await Promise.all([startBackend({ page: serve }), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await backend?.close();
    await rm(folder, { recursive: true });
  });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const { pathname } = new URL(req.url ?? "", "http://localhost");
    if (req.method !== "GET") return false;
    const file = pathname === "/" ? "/index.html" : pathname;
    const body = await readFile(join(folder, file)).catch(() => undefined);
    if (!body) return false;
    res.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "text/plain" }).end(body);
    return true;
  }

  async function open(name: string): Promise<Page> {
    if (!backend || !browser) throw new Error("There is nothing to open.");
    const context = await browser.newContext();
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    page.on("console", (line) => faults.push(line.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(new URL(`/?as=${name}`, backend.server.httpUrl).href);
    await page.getByText("online").waitFor();
    return page;
  }

  const write = async (page: Page, text: string): Promise<void> => {
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.keyboard.press("Enter");
  };

  it("lets two people talk, and shows who types, what is unread and what was seen", async () => {
    const [ann, bob] = await Promise.all([open("ann"), open("bob")]);
    await ann.getByLabel("Write to").fill("bob");
    await ann.keyboard.press("Enter");
    await write(ann, "Tea at four?");
    const room = bob.getByRole("button", { name: /ann.*1.*Tea at four\?/ });
    await room.waitFor();
    expect(await bob.title()).toBe("(1) Parley in React");

    await room.click();
    await ann.getByText("seen").waitFor();
    await expect.poll(() => bob.title()).toBe("Parley in React");
    await bob.getByLabel("Message", { exact: true }).pressSequentially("Fi");
    await ann.getByText("bob is typing…").waitFor();
    // Typing in the middle of the field does not move the cursor.
    await bob.keyboard.press("Home");
    await bob.keyboard.type("so ");
    await bob.keyboard.press("Enter");
    await ann.getByText("so Fi").first().waitFor();
    const messages = ann.getByRole("list", { name: "Messages" }).getByRole("listitem");
    await expect
      .poll(() => messages.allInnerTexts())
      .toEqual(["ann Tea at four? seen", "bob so Fi"]);
    expect(faults).toEqual([]);
  });
});
