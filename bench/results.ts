// Stores results in bench/results/<name>.json, with the machine on which they were measured.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("results/", import.meta.url));

/** Stores results, replacing those of an earlier run. */
export function keep(name: string, result: object): void {
  mkdirSync(FOLDER, { recursive: true });
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const about = {
    date: new Date().toISOString().slice(0, 10),
    commit,
    versions: versions(),
    processors: cpus().length,
    model: cpus()[0]?.model,
    // If it exceeds the number of processors, the machine was shared, and only ratios are meaningful.
    load: Number(loadavg()[0]?.toFixed(1)),
  };
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify({ ...about, ...result }, null, 2)}\n`);
}

/** The versions of Node and of the dependencies that affect the figures. */
function versions(): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const named = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
    /^(@aws-sdk|@smithy)[/]|^(dynalite|esbuild|socket[.]io|ws)$/.test(name),
  );
  return { node: process.version, ...Object.fromEntries(named) };
}
