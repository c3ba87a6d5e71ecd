// The release workflow: the conditions without which npm would refuse a package, and the completeness of the SBOM.

import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Release {
  readonly jobs: { publish: { permissions: Record<string, string>; steps: Step[] } };
}

const { publish } = (parse(readFileSync(".github/workflows/release.yml", "utf8")) as Release).jobs;
const runs = publish.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const runWith = (text: string): string => {
  const found = runs.find((run) => run.includes(text));
  if (found === undefined) throw new Error(`No step has ${text}.`);
  return found;
};

const PACKAGES = ["client", "cdk"];

test("npm trusts the workflow instead of a token", () => {
  expect(publish.permissions["id-token"]).toBe("write");
  const registries = publish.steps.flatMap((step) => step.with?.["registry-url"] ?? []);
  expect(registries).toEqual(["https://registry.npmjs.org"]);
  for (const folder of PACKAGES) {
    expect(runWith(`npm publish ./${folder} `)).toContain(" --provenance --access public");
  }
});

test("each package names the repository that its provenance names, before it is published", () => {
  const naming = runWith("npm pkg set");
  expect(runs.indexOf(naming)).toBeLessThan(runs.indexOf(runWith("npm publish ./client")));
  const folder = mkdtempSync(join(tmpdir(), "parley-release-"));
  cpSync("package.json", join(folder, "package.json"));
  for (const each of PACKAGES) {
    mkdirSync(join(folder, each));
    cpSync(`${each}/package.json`, join(folder, each, "package.json"));
  }
  const repository = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "owner/chat" };
  const env = { ...process.env, ...repository };
  const { status, stderr } = spawnSync("bash", ["-e"], { cwd: folder, input: naming, env });
  expect(status, stderr.toString()).toBe(0);
  for (const directory of PACKAGES) {
    const manifest = readFileSync(join(folder, directory, "package.json"), "utf8");
    expect(JSON.parse(manifest)).toHaveProperty("repository", {
      type: "git",
      url: "git+https://github.com/owner/chat.git",
      directory,
    });
  }
  rmSync(folder, { recursive: true });
});

test("the list has every package that is in what is deployed or published", async () => {
  const [command = ""] = runWith("npm sbom").split(" > ");
  const [program = "", ...args] = command.split(" ");
  const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 64 * 1_024 * 1_024 });
  const { components } = JSON.parse(stdout) as { components: { name: string; version: string }[] };
  const listed = components.map(({ name, version }) => `${name}@${version}`);
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { version?: string; dev?: boolean; link?: boolean }>;
  };
  const needed = Object.entries(packages).flatMap(([path, { version = "", dev, link }]) =>
    path.startsWith("node_modules/") && !dev && !link
      ? [`${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)}@${version}`]
      : [],
  );
  expect(needed.length).toBeGreaterThan(30);
  expect(listed).toEqual(expect.arrayContaining(needed));
});
