// Reads a zip as unpackers do: the end record, then the directory, then each file. Checks sizes and checksums.

import { strictEqual } from "node:assert/strict";
import { crc32, inflateRawSync } from "node:zlib";

/** Returns the contents of the files by path. Throws if the zip is incomplete or damaged. */
export function unzip(zip: Buffer): Record<string, Uint8Array> {
  const end = zip.length - 22;
  strictEqual(zip.readUInt32LE(end), 0x06054b50);
  const files: Record<string, Uint8Array> = {};
  let at = zip.readUInt32LE(end + 16);
  strictEqual(at + zip.readUInt32LE(end + 12), end);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    strictEqual(zip.readUInt32LE(at), 0x02014b50);
    const name = zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const start = zip.readUInt32LE(at + 42);
    strictEqual(zip.readUInt32LE(start), 0x04034b50);
    const body = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
    const content = inflateRawSync(zip.subarray(body, body + zip.readUInt32LE(at + 20)));
    strictEqual(crc32(content), zip.readUInt32LE(at + 16));
    strictEqual(content.length, zip.readUInt32LE(at + 24));
    files[name.toString()] = content;
    at += 46 + name.length;
  }
  return files;
}
