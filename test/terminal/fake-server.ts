// A server that the terminal client takes for Parley; a test decides what it does.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { SignJWT } from "jose";
import { WebSocketServer, type WebSocket } from "ws";

export interface ClientFrame {
  action: string;
  request_id: string;
}

/** The answers to requests that the client sends by itself. */
const ANSWERS: Record<string, object | undefined> = {
  connectRooms: { event: "connectRooms", data: [] },
  ping: { event: "pong", data: {} },
};

export interface FakeServer {
  url: string;
  /** The bodies of the requests for tokens, in order. */
  tokenRequests: unknown[];
  /** All connections so far, the lost ones included. */
  connections: WebSocket[];
  /** The frames that came in, except those that the client sends by itself. */
  frames: ClientFrame[];
  /** Handles the next frame; by default does nothing. */
  onFrame: (socket: WebSocket, received: ClientFrame) => void;
  /** The status of further handshakes, 101 by default. */
  handshakeStatus: number;
  close(): Promise<void>;
}

export async function startFakeServer(port = 0): Promise<FakeServer> {
  const http = createServer((req, res) => void giveToken(req, res));
  const sockets = new WebSocketServer({
    server: http,
    verifyClient: (_info, done) => {
      done(fake.handshakeStatus === 101, fake.handshakeStatus);
    },
  });
  const fake: FakeServer = {
    url: "",
    tokenRequests: [],
    connections: [],
    frames: [],
    onFrame: () => undefined,
    handshakeStatus: 101,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };

  async function giveToken(req: IncomingMessage, res: ServerResponse): Promise<void> {
    fake.tokenRequests.push(await json(req));
    const token = await new SignJWT({ sub: "ann" })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime("1h")
      .sign(new Uint8Array(32));
    res.end(JSON.stringify({ token }));
  }

  sockets.on("connection", (socket) => {
    fake.connections.push(socket);
    socket.on("message", (data: Buffer) => {
      const received = JSON.parse(data.toString("utf8")) as ClientFrame;
      const answer = ANSWERS[received.action];
      if (answer) {
        socket.send(JSON.stringify({ ...answer, request_id: received.request_id }));
        return;
      }
      fake.frames.push(received);
      fake.onFrame(socket, received);
    });
  });
  http.listen(port, "127.0.0.1");
  await once(http, "listening");
  fake.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return fake;
}
