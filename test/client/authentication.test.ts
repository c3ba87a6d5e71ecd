// How a chat authenticates: by a header where the platform's WebSocket takes one, otherwise in the URL.

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket as Undici } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket as Ws, WebSocketServer } from "ws";
import { createChat, type ChatOptions, type WebSocketConstructor } from "../../client/index.ts";
import { token } from "./fake-server.ts";

let server: WebSocketServer;
beforeAll(async () => {
  server = new WebSocketServer({ port: 0 });
  await new Promise((listening) => server.once("listening", listening));
});
afterAll(() => {
  server.close();
});
afterEach(() => vi.unstubAllGlobals());

const TOKEN = token("ann");

/** Connects a chat, and returns the URL and headers of its handshake. */
async function handshake(options: Partial<ChatOptions>) {
  const { port } = server.address() as AddressInfo;
  const url = `ws://localhost:${port}/live?a=b`;
  const chat = createChat({ url, token: () => TOKEN, ...options });
  const asked = new Promise<IncomingMessage>((resolve) => {
    server.once("connection", (_, request) => {
      resolve(request);
    });
  });
  chat.connect();
  const { url: path = "", headers } = await asked;
  chat.close();
  return { query: Object.fromEntries(new URL(path, url).searchParams), ...headers };
}

const IN_HEADER = { query: { a: "b", batch: "1" }, authorization: `Bearer ${TOKEN}` };
const IN_URL = { query: { a: "b", batch: "1", token: TOKEN } };

describe.each<[string, WebSocketConstructor]>([
  ["ws", Ws],
  ["undici", Undici],
])("with the WebSocket of %s", (_, WebSocket) => {
  it("the token is in a header, and not in the URL", async () => {
    expect(await handshake({ WebSocket })).toMatchObject(IN_HEADER);
  });

  it("the token is in the URL if that is asked for", async () => {
    const shown = await handshake({ WebSocket, auth: "query" });
    expect(shown).toMatchObject(IN_URL);
    expect(shown).not.toHaveProperty("authorization");
  });
});

it("the token is in the URL where there is a window, whose WebSocket takes no headers", async () => {
  vi.stubGlobal("window", {});
  const shown = await handshake({ WebSocket: Undici });
  expect(shown).toMatchObject(IN_URL);
  expect(shown).not.toHaveProperty("authorization");
});
