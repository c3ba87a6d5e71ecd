// Answers HTTP requests on the gateway's port: those to @connections, to the stage itself, and all others.
import type { IncomingMessage, ServerResponse } from "node:http";
import { isOfThisMachine } from "../loopback.ts";
import { splitUrl } from "./handshake-request.ts";
import { isManagement, management } from "./management.ts";
import type { Stage } from "./stage.ts";

/** Creates the server's request listener, which never rejects. Requests to other paths are passed to `other`. */
export function requestListener(
  stage: Stage,
  other: (request: IncomingMessage, response: ServerResponse) => void | Promise<void> = forbid,
) {
  const manage = management(stage);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path } = splitUrl(request);
    if (isManagement(path)) {
      // The local keys are not secret, so other machines get no access.
      if (isOfThisMachine(request.socket)) await manage(request, response);
      else forbid(request, response);
    } else if (path === `/${stage.deployment.stage}`) requireUpgrade(response);
    else await other(request, response);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await answer(request, response);
    } catch (error) {
      // A client that aborts its request is not an error.
      if (request.destroyed && !request.complete) return;
      stage.observe({ kind: "fault", where: "http", error });
      if (response.headersSent) response.destroy();
      else sendMessage(response, 500, "Internal server error");
    }
  };
}

function forbid(_request: IncomingMessage, response: ServerResponse): void {
  sendMessage(response, 403, "Forbidden");
}

function requireUpgrade(response: ServerResponse): void {
  response.setHeader("Upgrade", "websocket");
  sendMessage(response, 426, "Upgrade Required");
}

function sendMessage(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ message }));
}
