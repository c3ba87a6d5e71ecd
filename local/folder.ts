// Creates a data folder, and checks that it is writable before it is used.
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** The folder cannot store data; `message` gives the reason in one line. */
export class DataFolderError extends Error {
  override name = "DataFolderError";
}

/** A working disk answers sooner. A disk on an unreachable network may never answer. */
const PATIENCE_MS = 5_000;

/**
 * Creates the folder unless it exists, and writes a probe file.
 *
 * @throws DataFolderError if it cannot be created or written to, or does not answer within 5 s
 */
export async function openFolder(path: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, PATIENCE_MS, new Error("it does not answer"));
  });
  try {
    await Promise.race([prepare(resolve(path)), late]);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DataFolderError(`${path} cannot keep data: ${code ?? message}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function prepare(path: string): Promise<void> {
  await make(path);
  const probe = join(path, `.probe-${process.pid}`);
  await writeFile(probe, "");
  await rm(probe);
}

/**
 * Creates one level at a time, because Node's recursive `mkdir` never ends where no folder can be created, as under
 * /proc.
 */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      if ((await stat(path)).isDirectory()) return;
      throw new Error("it is no folder", { cause: error });
    }
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path || (await exists(parent))) throw error;
    await make(parent);
    await mkdir(path);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
