// A proxy as a bad network between clients and the backend: it cuts connections, and delays, doubles, reorders and
// loses frames, as a seed decides.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

export interface Proxy {
  /** The URL for clients, in place of the backend's. */
  readonly url: string;
  /** Ends all disturbances. */
  calm(): void;
  cutAll(): void;
  /** The disturbances so far. */
  readonly counts: Record<"cut" | "delayed" | "doubled" | "lost", number>;
  close(): Promise<void>;
}

const CHANCE = { cut: 0.015, delayed: 0.5, doubled: 0.1, lost: 0.03 };
const LONGEST_DELAY_MS = 30;

export async function startProxy(backendUrl: string, random: () => number): Promise<Proxy> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  const counts = { cut: 0, delayed: 0, doubled: 0, lost: 0 };
  let isCalm = false;
  const happens = (fault: keyof typeof counts): boolean => {
    if (isCalm || random() >= CHANCE[fault]) return false;
    counts[fault]++;
    return true;
  };

  sockets.on("connection", (client, request) => {
    const { search } = new URL(String(request.url), backendUrl);
    const backend = new WebSocket(backendUrl + search);
    const cut = (): void => {
      client.terminate();
      backend.terminate();
    };
    const opened = once(backend, "open");
    // If opening fails, both connections end, and what waits for it is never sent.
    opened.catch(() => undefined);
    const pass = (text: string, to: WebSocket): void => {
      const send = (): void => {
        if (to.readyState === WebSocket.OPEN) to.send(text);
      };
      if (happens("delayed")) setTimeout(send, random() * LONGEST_DELAY_MS);
      else send();
    };
    client.on("message", (data: Buffer) => {
      if (happens("cut")) cut();
      else {
        void opened.then(() => {
          pass(data.toString(), backend);
        }, cut);
      }
    });
    backend.on("message", (data: Buffer) => {
      const text = data.toString();
      // A reply is lost only together with its connection.
      if (happens("cut")) cut();
      else if (text.includes('"request_id"') || !happens("lost")) {
        pass(text, client);
        if (happens("doubled")) pass(text, client);
      }
    });
    for (const socket of [client, backend]) socket.on("close", cut).on("error", cut);
  });

  server.listen(0);
  await once(server, "listening");
  const cutAll = (): void => {
    for (const client of sockets.clients) client.terminate();
  };
  return {
    cutAll,
    url: `ws://localhost:${(server.address() as AddressInfo).port}`,
    counts,
    calm() {
      isCalm = true;
    },
    async close() {
      cutAll();
      sockets.close();
      server.close();
      await once(server, "close");
    },
  };
}
