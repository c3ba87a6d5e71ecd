// Limits on the size of frames and messages, and on a connection's duration.
import { GetConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import { expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import type { Handler } from "../../../local/gateway/gateway.ts";
import { post, start, startWithDisconnect, stopTheClock, wsClient, wsClosed } from "./fixture.ts";
import { echo, recorder, twoWay } from "./handlers.ts";

const sizeOf: Handler = ({ body }: { body: string }) =>
  Promise.resolve({ body: String(Buffer.byteLength(body)) });
const routes = { $default: twoWay(sizeOf) };

test("a frame of 32 KB is accepted", async () => {
  const { client } = await start({ routes });
  const ann = await client();
  ann.send("x".repeat(32_768));
  expect(await ann.nextText()).toBe("32768");
});

test("a message of 128 KB in frames of 32 KB is accepted, and so is the next", async () => {
  const { gateway } = await start({ routes });
  const ann = await wsClient(gateway.url);
  for (let n = 0; n < 2; n++) {
    for (const fin of [false, false, false, true]) ann.send("é".repeat(16_384), { fin });
    const [data] = (await once(ann, "message")) as [Buffer];
    expect(data.toString()).toBe("131072");
  }
});

type Send = (socket: WebSocket) => void;

const asMessage =
  (...frames: string[]): Send =>
  (socket) => {
    frames.forEach((frame, i) => {
      socket.send(frame, { fin: i === frames.length - 1 });
    });
  };
const asFrame =
  (bytes: Buffer, binary: boolean): Send =>
  (socket) => {
    socket.send(bytes, { binary });
  };

test.each<[string, number, Send]>([
  ["a frame over 32 KB", 1009, asMessage("x".repeat(32_769))],
  ["a frame over 128 KB", 1009, asMessage("x".repeat(200_000))],
  ["a frame over 32 KB within a message", 1009, asMessage("x", "x".repeat(32_769))],
  ["a message over 128 KB", 1009, asMessage(...Array<string>(5).fill("x".repeat(32_768)))],
  ["a binary frame", 1003, asFrame(Buffer.from("{}"), true)],
  ["text that is not UTF-8", 1007, asFrame(Buffer.from([0xff]), false)],
])("%s closes the connection with %i, and no handler sees it", async (_what, code, send) => {
  const messages = recorder();
  const { gateway, gone } = await startWithDisconnect({ routes: { $default: messages.route } });
  const ann = await wsClient(gateway.url);
  const closed = wsClosed(ann);
  send(ann);
  expect((await closed).code).toBe(code);
  expect((await gone).code).toBe(code);
  expect(messages.events).toEqual([]);
});

test.each([{ idleMs: 1_000 }, { durationMs: 1_000 }])(
  "a connection at its limit of %j is closed as going away",
  async (limits) => {
    const { client, gone } = await startWithDisconnect({ limits });
    const ann = await client();
    expect(await ann.closed).toEqual({ code: 1001, reason: "Going away" });
    expect(await gone).toEqual({ code: 1001, reason: "Going away" });
  },
);

const minute = 60_000;

test("a connection is closed after 10 minutes without a frame, and messages restart that time", async () => {
  stopTheClock();
  const messages = recorder();
  const { client, observed } = await start({ routes: { $default: messages.route } });
  const ann = await client();
  for (let n = 0; n < 3; n++) {
    vi.advanceTimersByTime(9 * minute);
    const arrived = messages.next();
    ann.send("still here");
    await arrived;
  }
  vi.advanceTimersByTime(10 * minute - 1);
  expect(observed.some(({ kind }) => kind === "disconnected")).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await ann.closed).toEqual({ code: 1001, reason: "Going away" });
});

test("frames from the server restart that time too, and count as the last activity", async () => {
  stopTheClock();
  const { client, management, observed } = await start();
  const ann = await client();
  const ConnectionId = ann.id;
  vi.advanceTimersByTime(9 * minute);
  await post(management, ConnectionId, "x");
  await ann.nextText();
  vi.advanceTimersByTime(9 * minute);
  expect(observed.some(({ kind }) => kind === "disconnected")).toBe(false);
  const got = await management.send(new GetConnectionCommand({ ConnectionId }));
  expect(Number(got.LastActiveAt) - Number(got.ConnectedAt)).toBe(9 * minute);
  vi.advanceTimersByTime(minute);
  expect((await ann.closed).code).toBe(1001);
});

test("pings do not restart that time, though they are answered", async () => {
  stopTheClock();
  const { gateway } = await start();
  const ann = await wsClient(gateway.url);
  const closed = wsClosed(ann);
  vi.advanceTimersByTime(9 * minute);
  ann.ping();
  await once(ann, "pong");
  vi.advanceTimersByTime(minute);
  expect((await closed).code).toBe(1001);
});

test("after 2 hours a connection ends, however busy", async () => {
  stopTheClock();
  const { client } = await start({ routes: { $default: twoWay(echo) } });
  const ann = await client();
  for (let elapsed = 0; elapsed < 120; elapsed += 5) {
    ann.send("busy");
    expect(await ann.nextText()).toBe("busy");
    vi.advanceTimersByTime(5 * minute);
  }
  expect((await ann.closed).code).toBe(1001);
});
