// docs/operations.md: it names every setting, every output and every kind of log, and all its links work.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../lib/config.ts";
import { FULL, resourcesOf } from "./app.ts";

const GUIDE = "docs/operations.md";
const text = readFileSync(GUIDE, "utf8");
const prose = text.replaceAll(/^ *```[^]*?^ *```$/gm, "");
const found = (pattern: RegExp): string[] =>
  [...prose.matchAll(pattern)].map(([, one = ""]) => one);

test("every setting is in its table, and no other", () => {
  let known: string[] = [];
  try {
    readConfig({ nothing: "1" });
  } catch (error) {
    known = (error as Error).message.split("There are: ")[1]?.replace(/\.$/, "").split(", ") ?? [];
  }
  const table = /^## Settings$[^]*?^## /m.exec(prose)?.[0] ?? "";
  const documented = [...table.matchAll(/^\| (`.*?) +\|/gm)].flatMap(([, keys = ""]) =>
    [...keys.matchAll(/`(\w+)`/g)].map(([, key = ""]) => key),
  );
  expect(known.length).toBeGreaterThan(0);
  expect(documented.sort()).toEqual(known.sort());
});

test("every output is explained", () => {
  const outputs = [resourcesOf(), resourcesOf(FULL)].flatMap((each) => Object.keys(each.outputs));
  for (const output of outputs) expect(prose).toMatch(new RegExp(`^\\|.*\`${output}\`.*\\|`, "m"));
});

test("every field of the access log is in it, so that an operator can search for it", () => {
  const { Format } = resourcesOf().one("AWS::ApiGatewayV2::Stage").Properties.AccessLogSettings as {
    Format: string;
  };
  const fields = Object.keys(JSON.parse(Format) as object);
  const queried = ["route", "status", "error", "authorizerStatus", "handlerStatus", "lambdaStatus"];
  expect(fields).toEqual(expect.arrayContaining(queried));
  for (const field of queried) expect(prose).toContain(`\`${field}\``);
});

test("every link inside leads to a heading", () => {
  const anchors = found(/^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  expect(anchors).toEqual(expect.arrayContaining(found(/\]\(#([^)]+)\)/g)));
});

test("every link to a file leads to one", () => {
  for (const path of found(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
    expect(existsSync(join(dirname(GUIDE), path)), path).toBe(true);
  }
});

test("every command for the shell can be read by it", () => {
  const blocks = [...text.matchAll(/^( *)```sh\n([^]*?)^ *```$/gm)].map(
    ([, , block = ""]) => block,
  );
  expect(blocks.length).toBeGreaterThan(20);
  for (const block of blocks) {
    const { stderr } = spawnSync("bash", ["-n"], { input: block, encoding: "utf8" });
    expect(stderr, block).toBe("");
  }
});
