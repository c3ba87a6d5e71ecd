// The objects of one bucket, in a folder or in memory: two files each, for content and metadata.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An object's metadata. */
export interface ObjectInfo {
  readonly key: string;
  readonly contentType: string;
  readonly contentLength: number;
  readonly etag: string;
  /** In epoch milliseconds. */
  readonly modifiedAt: number;
  readonly metadata: Record<string, string>;
  readonly disposition?: string;
  /** The object's tags, as S3's XML. */
  readonly tagging?: string;
}

export interface Objects {
  /** In key order. */
  list(): ObjectInfo[];
  info(key: string): ObjectInfo | undefined;
  read(key: string): Buffer;
  put(
    key: string,
    body: Buffer,
    about: Pick<ObjectInfo, "contentType" | "disposition" | "tagging"> &
      Partial<Pick<ObjectInfo, "metadata">>,
  ): ObjectInfo;
  untag(key: string): void;
  delete(key: string): void;
}

interface Contents {
  read(name: string): Buffer;
  write(name: string, body: Buffer | string): void;
  delete(name: string): void;
  /** The names of all files with this suffix. */
  ending(ending: string): string[];
}

const INFO = ".json";

const inMemory = (): Contents => {
  const contents = new Map<string, Buffer>();
  return {
    read: (name) => contents.get(name) ?? Buffer.alloc(0),
    write: (name, body) => void contents.set(name, Buffer.from(body)),
    delete: (name) => void contents.delete(name),
    ending: () => [],
  };
};

const inFolder = (folder: string): Contents => ({
  read: (name) => readFileSync(join(folder, name)),
  write: (name, body) => {
    writeFileSync(join(folder, name), body);
  },
  delete: (name) => {
    rmSync(join(folder, name), { force: true });
  },
  ending: (ending) => readdirSync(folder).filter((name) => name.endsWith(ending)),
});

const digest = (algorithm: string, data: string | Buffer): string =>
  createHash(algorithm).update(data).digest("hex");

/** A key can be longer than a file name, and contain characters that a file name cannot. */
const nameOf = (key: string): string => digest("sha256", key);

/** Opens the objects in an existing folder; without one, they are lost when the process ends. */
export function openObjects(folder: string | undefined): Objects {
  const contents = folder === undefined ? inMemory() : inFolder(folder);
  const infos = new Map(
    contents.ending(INFO).map((name) => {
      const info = JSON.parse(contents.read(name).toString("utf8")) as ObjectInfo;
      return [info.key, info] as const;
    }),
  );
  // The metadata is written last, so that every listed object has its content.
  const note = (info: ObjectInfo): ObjectInfo => {
    contents.write(nameOf(info.key) + INFO, JSON.stringify(info));
    infos.set(info.key, info);
    return info;
  };
  return {
    list: () => [...infos.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    info: (key) => infos.get(key),
    read: (key) => contents.read(nameOf(key)),
    put(key, body, { metadata = {}, ...about }) {
      contents.write(nameOf(key), body);
      return note({
        key,
        contentLength: body.length,
        etag: `"${digest("md5", body)}"`,
        metadata,
        ...about,
        modifiedAt: Date.now(),
      });
    },
    untag(key) {
      const { tagging: _gone, ...info } = infos.get(key) ?? {};
      if ("key" in info) note(info);
    },
    delete(key) {
      infos.delete(key);
      contents.delete(nameOf(key) + INFO);
      contents.delete(nameOf(key));
    },
  };
}
