// What Socket.IO's client is told: that this is no server of its kind, and where to go on. It shows an application only what
// is refused within its own protocol, so that its first requests are answered as it expects them.
import type { IncomingMessage, ServerResponse } from "node:http";

const MESSAGE =
  "This is no Socket.IO server: clients connect by a plain WebSocket, at /local. " +
  "docs/coming-from-socket-io.md shows how to move a Socket.IO client over.";

const OPEN = { sid: "none", upgrades: [], pingInterval: 25_000, pingTimeout: 20_000 };
/** Between two packets of Engine.IO. */
const SEPARATOR = "\u001e";
/** Socket.IO's CONNECT_ERROR, for the `connect_error` of its client, and Engine.IO's end. */
const REFUSAL = `44${JSON.stringify({ message: MESSAGE })}${SEPARATOR}1`;

/** Answers a request if it is one of Socket.IO's client; otherwise leaves it alone and returns false. */
export function refuseSocketIo(request: IncomingMessage, response: ServerResponse): boolean {
  const [path, search] = (request.url ?? "").split("?", 2);
  if (path !== "/socket.io/") return false;
  const query = new URLSearchParams(search);
  // Its page comes from another port, as a rule.
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  const isPolling = query.get("EIO") === "4" && query.get("transport") === "polling";
  const isFirst = !query.has("sid");
  if (!isPolling) response.writeHead(400, { "Content-Type": "text/plain" }).end(MESSAGE);
  else if (request.method === "POST") response.end("ok");
  else response.end(isFirst ? `0${JSON.stringify(OPEN)}` : REFUSAL);
  return true;
}
