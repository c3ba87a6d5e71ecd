// The refusal of a handshake: an HTTP response on the raw socket.
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { newId } from "./identifiers.ts";

export interface Refusal {
  status: number;
  message: string;
}

export function refusal(status: number, message = STATUS_CODES[status] ?? "Error"): Refusal {
  return { status, message };
}

/** Sends the response and closes the socket. */
export function refuse(socket: Duplex, { status, message }: Refusal): void {
  const body = JSON.stringify({ message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-amzn-RequestId: ${newId()}`,
    "Connection: close",
  ].join("\r\n");
  socket.end(`${head}\r\n\r\n${body}`, () => {
    // Without this, a client that keeps its side open would keep the socket open.
    socket.destroy();
  });
}
