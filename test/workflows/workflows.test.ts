// The GitHub workflows: they run only programs that exist, and use actions only at a fixed commit.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const FOLDER = ".github/workflows";
const FILES = readdirSync(FOLDER);
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Record<string, string>;
};
interface Job {
  uses?: string;
  needs?: string;
  environment?: string;
  steps?: { run?: string }[];
  strategy?: { matrix: { node: string[] } };
}

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

  test("uses actions by the hash of a commit, which nobody can move, and workflows that are there", () => {
    const used = found(text, /\buses: (\S+)/g);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) {
      if (each.startsWith("./")) expect(existsSync(each), each).toBe(true);
      else expect(each).toMatch(/@[0-9a-f]{40}$/);
    }
  });

  test("may only read the repository, unless a job says more", () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  });
});

test("nothing is deployed before the checks and the tests have passed", () => {
  expect(read("ci.yml")).toMatch(/^ {2}workflow_call:$/m);
  const jobs = parse(read("deploy.yml")) as { jobs: Record<string, Job> };
  const { checks, diff, deploy } = jobs.jobs;
  expect(checks?.uses).toBe("./.github/workflows/ci.yml");
  expect(diff?.needs).toBe("checks");
  expect(deploy?.needs).toBe("diff");
});

test("the difference is to be seen before the stage's environment is asked for its approval", () => {
  const { diff, deploy } = (parse(read("deploy.yml")) as { jobs: Record<string, Job> }).jobs;
  expect(diff?.environment).toBe(`${deploy?.environment ?? ""}-diff`);
  expect(diff?.steps?.some(({ run }) => run?.includes("cdk diff"))).toBe(true);
  expect(diff?.steps?.some(({ run }) => run?.includes("deploy"))).toBe(false);
});

test("the checks run on every Node that is supported", () => {
  const { test: job } = (parse(read("ci.yml")) as { jobs: Record<string, Job> }).jobs;
  expect(job?.strategy?.matrix.node).toEqual(["20.19", "22", "24"]);
});
