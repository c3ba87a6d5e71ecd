// Zips files for Lambda. The output depends only on the files, not on the time. node:zlib compresses and computes
// checksums, so a library would only write the headers.

import { crc32, deflateRawSync } from "node:zlib";

const DEFLATED = 8;
const VERSION = 20;
/** 1980-01-01 in the format of MS-DOS: the earliest date that a zip can contain. */
const DAY_ONE = 0x21;
/** The platform of the zip: on Unix, the upper half of the external attributes is the file mode. */
const UNIX = 3 << 8;
const READABLE = 0o100644 << 16;

/** Zips the files in the given order. Does not write Zip64: fewer than 65,535 files, and less than 4 GiB in total. */
export function zip(files: readonly (readonly [path: string, content: Uint8Array])[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content, { level: 9 });
    const about = Buffer.concat([
      shorts(VERSION, 0, DEFLATED, 0, DAY_ONE),
      longs(crc32(content), packed.length, content.length),
      shorts(name.length, 0),
    ]);
    bodies.push(longs(0x04034b50), about, name, packed);
    const made = shorts(UNIX | VERSION);
    const place = longs(READABLE >>> 0, offset);
    directory.push(longs(0x02014b50), made, about, shorts(0, 0, 0), place, name);
    offset += 4 + about.length + name.length + packed.length;
  }
  const entries = Buffer.concat(directory);
  const end = [shorts(0, 0, files.length, files.length), longs(entries.length, offset), shorts(0)];
  return Buffer.concat([...bodies, entries, longs(0x06054b50), ...end]);
}

function shorts(...values: number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length);
  for (const [at, value] of values.entries()) buffer.writeUInt16LE(value, 2 * at);
  return buffer;
}

function longs(...values: number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) buffer.writeUInt32LE(value, 4 * at);
  return buffer;
}
