// Turns an admitted client into a connection: reads its frames, handles its messages, and reports its end.
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import { closeCodes, Connection } from "./connection.ts";
import { disconnect } from "./disconnect.ts";
import type { FrameHeader } from "./frame-reader.ts";
import { FrameReader } from "./frame-reader.ts";
import type { Establish } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { handleMessage } from "./messages.ts";
import type { Stage } from "./stage.ts";

export function establisher(stage: Stage): Establish {
  return (caller, socket, stream) => {
    const connection = new Connection({
      caller,
      socket,
      limits: stage.limits,
      faults: stage.faults,
      timers: stage.timers,
      onEnd: (connection, code, reason) => {
        stage.connections.delete(connection.id);
        stage.observe({ kind: "disconnected", connectionId: connection.id, code, reason });
        void disconnect(stage, caller, code, reason);
      },
    });
    stage.connections.set(connection.id, connection);
    stage.observe({ kind: "connected", connectionId: connection.id });
    watchFrames(connection, stream, stage.limits);
    watchSocket(stage, connection, socket);
  };
}

function watchSocket(stage: Stage, connection: Connection, socket: WebSocket): void {
  socket.on("message", (data: RawData, isBinary) => {
    if (!connection.open) return;
    if (isBinary) connection.end(closeCodes.unsupportedData, "");
    else void handleMessage(stage, connection, (data as Buffer).toString("utf8"));
  });
  socket.on("close", (code, reason) => {
    const known = { [closeCodes.noStatus]: "Client-side close frame status not set" }[code];
    connection.end(code, known ?? reason.toString("utf8"));
  });
  socket.on("error", (error: Error & { code?: string }) => {
    // ws closes with the right code but stops reading, so its `close` event reports 1006. That is acceptable for
    // protocol errors, but not for invalid text.
    if (error.code === "WS_ERR_INVALID_UTF8") connection.end(closeCodes.invalidPayload, "");
  });
}

/** Closes the connection as soon as a frame's header exceeds a limit, and counts every data frame as activity. */
function watchFrames(connection: Connection, stream: Duplex, limits: Limits): void {
  let messageBytes = 0;
  const reader = new FrameReader(({ final, opcode, bytes }: FrameHeader) => {
    // Pings and pongs do not count as activity. Whether they do on AWS is uncertain, so a client that relies on them
    // must fail here.
    if (opcode >= 8) return;
    messageBytes += bytes;
    const tooBig = bytes > limits.frameBytes || messageBytes > limits.messageBytes;
    if (final) messageBytes = 0;
    if (tooBig) connection.end(closeCodes.messageTooBig, "");
    else connection.touch();
  });
  // Runs before ws's own listener, so that this limit closes the connection, not the less exact one of ws.
  stream.prependListener("data", (chunk: Buffer) => {
    reader.read(chunk);
  });
}
