// Opening the folder of the embedded database.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DataFolderError, openFolder } from "../../local/folder.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-folder-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("makes a folder with its parents, and leaves nothing in it", async () => {
  const path = join(folder, "a", "b", "c");
  await openFolder(path);
  await openFolder(path);
  expect(await readdir(path)).toEqual([]);
});

it("refuses a file in its place, and one in the place of a parent", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  await expect(openFolder(file)).rejects.toThrow(
    new DataFolderError(`${file} cannot keep data: it is no folder`),
  );
  await expect(openFolder(join(file, "a"))).rejects.toThrow(/cannot keep data: ENOTDIR$/);
});

// Node's own recursive mkdir would never return for this path.
it.skipIf(process.platform !== "linux")("refuses a place where no folder can be made", async () => {
  await expect(openFolder("/proc/parley/data")).rejects.toThrow(/cannot keep data: ENOENT$/);
  await expect(openFolder("/proc")).rejects.toThrow(DataFolderError);
});
