// The links between the pages: each refers to an existing file, and to a heading that it contains.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { PICTURES_FOLDER, renderPictures } from "../../pictures/render.ts";

const pagesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
const PAGES = [
  ...readdirSync(".").filter((name) => name.endsWith(".md")),
  ...["docs", "client", "cdk", "examples"].flatMap(pagesIn),
];

const textOf = (page: string): string =>
  readFileSync(page, "utf8").replace(/^```[\s\S]*?^```/gm, "");

/** The anchors that GitHub generates from a page's headings. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of textOf(page).matchAll(/^#+ (.+)$/gm)) {
    const words = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = words;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${words}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The targets of a page's links within the project: links of Markdown, and pictures in HTML. */
function targetsOf(page: string): string[] {
  const text = textOf(page);
  const found = [
    ...[...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target = ""]) => target),
    ...[...text.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, target = ""]) => target),
  ];
  return found.filter((target) => !/^[a-z]+:/.test(target));
}

function isThere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : normalize(join(dirname(page), path));
  if (!existsSync(file)) return false;
  return anchor === undefined || !statSync(file).isFile() || anchorsOf(file).has(anchor);
}

describe("a page", () => {
  it.each(PAGES)("%s leads nowhere but to what is there", (page) => {
    expect(targetsOf(page).filter((target) => !isThere(page, target))).toEqual([]);
  });
});

it("of a decision is in the index of decisions", () => {
  const index = readFileSync("docs/decisions/README.md", "utf8");
  const pages = readdirSync("docs/decisions").filter((name) => /^\d{4}-/.test(name));
  expect(pages.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});

it("shows pictures that are current: `npm run pictures` writes what is committed", async () => {
  for (const [name, svg] of await renderPictures()) {
    expect(readFileSync(join(PICTURES_FOLDER, name), "utf8"), name).toBe(svg);
  }
});
