// One handshake: a WebSocket that is open, or the reason why not.
import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket } from "ws";

/** There is no connection to be had; `message` says why in one line. */
export class CannotConnect extends Error {
  override name = "CannotConnect";
}

/** The server is there, and does not want this connection: trying again is of no use. */
export class Refused extends CannotConnect {
  override name = "Refused";
}

const HANDSHAKE_MS = 10_000;

/**
 * @param onFrame called with each text frame, from the first one on
 * @throws CannotConnect, or Refused if the answer is a status of 400 to 499 other than 429
 */
export async function openSocket(
  url: string,
  token: string,
  onFrame: (text: string) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(url, {
    headers: { Authorization: `Bearer ${token}` },
    handshakeTimeout: HANDSHAKE_MS,
  });
  let refusal: CannotConnect | undefined;
  socket.on("unexpected-response", (req: ClientRequest, res: IncomingMessage) => {
    refusal = refusalOf(res.statusCode ?? 0);
    req.destroy(refusal);
    socket.terminate();
  });
  // An error is always followed by a close, which is where a lost connection is dealt with.
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    onFrame(data.toString("utf8"));
  });
  try {
    await once(socket, "open");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal ?? new CannotConnect(`${url} cannot be reached: ${why}.`, { cause: error });
  }
  return socket;
}

function refusalOf(status: number): CannotConnect {
  if (status === 401) return new Refused("The server does not accept this token (401).");
  const message = `The server refuses the connection (${status}).`;
  const isFinal = status >= 400 && status < 500 && status !== 429;
  return isFinal ? new Refused(message) : new CannotConnect(message);
}
