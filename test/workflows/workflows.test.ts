// The workflows for GitHub: they call what is there, and never a version of an action that may change under them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const FOLDER = ".github/workflows";
const FILES = readdirSync(FOLDER);
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
};
const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, "utf8");
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, one = ""]) => one);

describe.each(FILES)("%s", (file) => {
  const text = read(file);

  test("runs scripts and programs that are there", () => {
    const called = [
      ...found(text, /\bnpm run (\S+)/g),
      ...found(text, /\bnpm (test)\b/g),
      ...found(readFileSync(".github/smoke.sh", "utf8"), /\bnpm run (\S+)/g),
    ];
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(called));
    for (const program of found(text, /\bnpx (\S+)/g)) {
      expect(existsSync(`node_modules/.bin/${program}`), program).toBe(true);
    }
    for (const path of found(text, /(\.github\/\S+\.sh)/g)) {
      expect(existsSync(path), path).toBe(true);
    }
  });

  test("uses actions of a version, and workflows that are there", () => {
    const used = found(text, /\buses: (\S+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) {
      if (each.startsWith("./")) expect(existsSync(each), each).toBe(true);
      else expect(each).toMatch(/@v\d+(\.\d+)*$/);
    }
  });

  test("may only read the repository, unless a job says more", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});

test("nothing is deployed before the checks and the tests have passed", () => {
  expect(read("ci.yml")).toMatch(/^ {2}workflow_call:$/m);
  expect(read("deploy.yml")).toMatch(
    / {2}checks:\n {4}uses: \.\/\.github\/workflows\/ci\.yml\n\n {2}deploy:\n {4}needs: checks$/m,
  );
});
