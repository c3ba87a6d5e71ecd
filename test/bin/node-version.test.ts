// bin/node-version.cjs: the versions of Node that it refuses, its message, and its syntax.

import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

const FILE = "bin/node-version.cjs";

/** Runs the check with `version` as the version of Node. */
function runOn(version: string): { status: number | null; stderr: string } {
  const pretend = `Object.defineProperty(process.versions, "node", { value: "${version}" });`;
  const script = `${pretend} require("./${FILE}");`;
  return spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
}

it.each(["20.19.0", "20.20.1", "22.0.0", "100.0.0"])("says nothing on Node %s", (version) => {
  expect(runOn(version)).toMatchObject({ status: 0, stderr: "" });
});

it.each(["0.12.18", "8.17.0", "18.20.4", "20.9.0", "20.18.3"])(
  "says in one line that Node %s is too old, and exits with 1",
  (version) => {
    expect(runOn(version)).toMatchObject({
      status: 1,
      stderr: `This needs Node 20.19 or later, and this is ${version}. https://nodejs.org has newer ones.\n`,
    });
  },
);

it("is in the syntax of the oldest Node, and comes before all else", async () => {
  const source = (await readFile(FILE, "utf8")).replace(/^\/[/*].*$/gm, "");
  // Syntax that ECMAScript 5 does not have.
  expect(source).not.toMatch(/,\s*\)|=>|`|\b(const|let|class|async)\b|\?\?|\?\.|\.\.\./);
  const { scripts } = JSON.parse(await readFile("package.json", "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const name of ["start", "chat"]) expect(scripts[name]).toMatch(`node ${FILE} && tsx `);
});
