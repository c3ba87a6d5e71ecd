// Turns an admitted client into a connection: watches its frames, handles its messages, and reports its end.
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
    // ws has closed with the right code but stops reading, so its `close` event has 1006. That is acceptable for
    // protocol errors, but not for invalid text.
    if (error.code === "WS_ERR_INVALID_UTF8") connection.end(closeCodes.invalidPayload, "");
  });
}

/** Closes on a limit as soon as a frame's header breaks it, and takes every data frame for a sign of life. */
function watchFrames(connection: Connection, stream: Duplex, limits: Limits): void {
  let messageBytes = 0;
  const reader = new FrameReader(({ final, opcode, bytes }: FrameHeader) => {
    // Pings and pongs do not count as activity. Whether they do on AWS is uncertain; a client that relies on them
    // must not look healthy here.
    if (opcode >= 8) return;
    messageBytes += bytes;
    const tooBig = bytes > limits.frameBytes || messageBytes > limits.messageBytes;
    if (final) messageBytes = 0;
    if (tooBig) connection.end(closeCodes.messageTooBig, "");
    else connection.touch();
  });
  // Before ws's own listener, so that the limit is what closes the connection and not ws's cruder one.
  stream.prependListener("data", (chunk: Buffer) => {
    reader.read(chunk);
  });
}
