// Answers Socket.IO's client with an error that explains what this server is. The client passes only errors of its own
// protocol to the application, so its first requests get the responses that it expects.
import type { IncomingMessage, ServerResponse } from "node:http";

const MESSAGE =
  "This is no Socket.IO server: clients connect by a plain WebSocket, at /local. " +
  "docs/coming-from-socket-io.md shows how to move a Socket.IO client over.";

const OPEN = { sid: "none", upgrades: [], pingInterval: 25_000, pingTimeout: 20_000 };
/** The separator of Engine.IO packets. */
const SEPARATOR = "\u001e";
/** Socket.IO's CONNECT_ERROR, which causes `connect_error` in the client, and Engine.IO's close packet. */
const REFUSAL = `44${JSON.stringify({ message: MESSAGE })}${SEPARATOR}1`;

/** Answers a request of Socket.IO's client; returns false for any other. */
export function refuseSocketIo(request: IncomingMessage, response: ServerResponse): boolean {
  const [path, search] = (request.url ?? "").split("?", 2);
  if (path !== "/socket.io/") return false;
  const query = new URLSearchParams(search);
  // The page is usually on another port.
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  const isPolling = query.get("EIO") === "4" && query.get("transport") === "polling";
  const isFirst = !query.has("sid");
  if (!isPolling) response.writeHead(400, { "Content-Type": "text/plain" }).end(MESSAGE);
  else if (request.method === "POST") response.end("ok");
  else response.end(isFirst ? `0${JSON.stringify(OPEN)}` : REFUSAL);
  return true;
}
