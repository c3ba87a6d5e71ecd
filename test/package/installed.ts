// Builds, packs and unpacks the package as npm would publish it, for the projects that use it in tests.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildPackage, PACKAGE_FOLDER } from "../../packaging/build.ts";

export const run = promisify(execFile);

export interface Installed {
  /** The folder of the projects. They can import the package and no other. */
  readonly projects: string;
  /** The folder of the unpacked package. */
  readonly folder: string;
  readonly tarball: string;
  /** The paths of the package's files, relative to `folder`. */
  readonly files: string[];
  remove(): Promise<void>;
}

export async function installPackage(): Promise<Installed> {
  const projects = await mkdtemp(join(tmpdir(), "parley-package-"));
  const source = join(projects, "source/");
  await mkdir(source);
  for (const file of ["package.json", "README.md"]) {
    await cp(join(PACKAGE_FOLDER, file), join(source, file));
  }
  await buildPackage(source);

  const pack = ["pack", source, "--json", "--ignore-scripts", "--pack-destination", projects];
  const { stdout } = await run("npm", pack);
  const [packed] = Object.values(JSON.parse(stdout) as { filename: string }[]);
  const tarball = join(projects, packed?.filename ?? "");
  const folder = join(projects, "node_modules/parley-chat");
  await mkdir(folder, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
  await rm(source, { recursive: true });
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  return {
    projects,
    folder,
    tarball,
    files: files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)),
    remove: () => rm(projects, { recursive: true }),
  };
}
