// A message too long for one frame, sent in several: API Gateway joins up to 128 KB, so only the handler can refuse it.

import { once } from "node:events";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startBackend, type Backend } from "../backend.ts";
import { makeWorld } from "./scenarios.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

it("a message of more than 32 KB is TOO_LARGE, also in frames of less, and says which request it was", async () => {
  const own = await makeWorld(backend);
  const token = await backend.server.issuer.sign(own.ann.id);
  const socket = new WebSocket(`${backend.server.url}?token=${token}`);
  await once(socket, "open");
  const frame = { action: "sendMessage", request_id: "long", room_id: own.room, message: "x" };
  const text = JSON.stringify({ ...frame, ignored: "x".repeat(60_000) });
  const half = text.length / 2;
  socket.send(text.slice(0, half), { fin: false });
  socket.send(text.slice(half));
  const [data] = (await once(socket, "message")) as [Buffer];
  expect(JSON.parse(data.toString())).toMatchObject({
    event: "error",
    request_id: "long",
    data: { code: "TOO_LARGE" },
  });
  socket.terminate();
  const { messages } = await own.ann.done("getMessages", { room_id: own.room });
  expect(messages).toHaveLength(2);
});
