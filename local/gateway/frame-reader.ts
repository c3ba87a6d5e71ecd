// Parses the frame headers of a client's byte stream. ws reports whole messages only, so it cannot tell a message of
// three allowed frames from one frame that is too large.

export interface FrameHeader {
  final: boolean;
  opcode: number;
  /** The payload's length. */
  bytes: number;
}

const longestHeader = 14;

export class FrameReader {
  readonly #onFrame: (frame: FrameHeader) => void;
  #header = Buffer.alloc(0);
  #payloadLeft = 0;

  /** Calls `onFrame` once a frame's header is complete, before its payload. */
  constructor(onFrame: (frame: FrameHeader) => void) {
    this.#onFrame = onFrame;
  }

  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(this.#payloadLeft, chunk.length - at);
      this.#payloadLeft -= skipped;
      at += skipped;
      if (this.#payloadLeft === 0) at += this.#readHeader(chunk.subarray(at));
    }
  }

  /** Returns the number of these bytes that belong to the header. */
  #readHeader(bytes: Buffer): number {
    const known = this.#header.length;
    const header = Buffer.concat([this.#header, bytes.subarray(0, longestHeader - known)]);
    const length = headerLength(header);
    if (length === undefined || header.length < length) {
      this.#header = header;
      return bytes.length;
    }
    this.#header = Buffer.alloc(0);
    this.#payloadLeft = payloadLength(header);
    this.#onFrame({
      final: (header.readUInt8(0) & 0x80) !== 0,
      opcode: header.readUInt8(0) & 0x0f,
      bytes: this.#payloadLeft,
    });
    return length - known;
  }
}

function headerLength(header: Buffer): number | undefined {
  if (header.length < 2) return undefined;
  const second = header.readUInt8(1);
  const extended = { 126: 2, 127: 8 }[second & 0x7f] ?? 0;
  const mask = second & 0x80 ? 4 : 0;
  return 2 + extended + mask;
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt8(1) & 0x7f;
  if (length === 126) return header.readUInt16BE(2);
  if (length === 127) return Number(header.readBigUInt64BE(2));
  return length;
}
