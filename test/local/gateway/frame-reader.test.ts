// Reading WebSocket frames from a stream that is split at any byte.
import { expect, test } from "vitest";
import type { FrameHeader } from "../../../local/gateway/frame-reader.ts";
import { FrameReader } from "../../../local/gateway/frame-reader.ts";

function frame(first: number, payload: number): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  let header: Buffer;
  if (payload < 126) header = Buffer.from([first, 0x80 | payload]);
  else if (payload < 65_536) {
    header = Buffer.from([first, 0x80 | 126, payload >> 8, payload & 0xff]);
  } else {
    header = Buffer.alloc(10);
    header.set([first, 0x80 | 127]);
    header.writeBigUInt64BE(BigInt(payload), 2);
  }
  return Buffer.concat([header, mask, Buffer.alloc(payload, 0xff)]);
}

const stream = Buffer.concat([
  frame(0x01, 5),
  frame(0x89, 0),
  frame(0x80, 300),
  frame(0x82, 0),
  frame(0x81, 70_000),
  frame(0x88, 2),
]);

const headers: FrameHeader[] = [
  { final: false, opcode: 1, bytes: 5 },
  { final: true, opcode: 9, bytes: 0 },
  { final: true, opcode: 0, bytes: 300 },
  { final: true, opcode: 2, bytes: 0 },
  { final: true, opcode: 1, bytes: 70_000 },
  { final: true, opcode: 8, bytes: 2 },
];

test.each([1, 2, 3, 7, 1000, stream.length])(
  "frames are recognised in chunks of %i bytes",
  (size) => {
    const seen: FrameHeader[] = [];
    const reader = new FrameReader((header) => seen.push(header));
    for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
    expect(seen).toEqual(headers);
  },
);

test("a frame is reported before its payload has come", () => {
  const seen: FrameHeader[] = [];
  new FrameReader((header) => seen.push(header)).read(frame(0x81, 70_000).subarray(0, 14));
  expect(seen).toEqual([{ final: true, opcode: 1, bytes: 70_000 }]);
});
