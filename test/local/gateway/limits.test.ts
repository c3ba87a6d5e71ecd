// Limits on the size of frames and messages, and on a connection's duration.
import {
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Handler } from "../../../local/gateway/gateway.ts";
import { echo, recorder, start, wsClient, wsClosed } from "./fixture.ts";

const sizeOf: Handler = ({ body }: { body: string }) =>
  Promise.resolve({ body: String(Buffer.byteLength(body)) });
const routes = { $default: { handler: sizeOf, twoWay: true } };

interface Disconnect {
  requestContext: { disconnectStatusCode: number; disconnectReason: string };
}

test("a frame of 32 KB is taken", async () => {
  const { client } = await start({ routes });
  const ann = await client();
  ann.send("x".repeat(32_768));
  expect(await ann.nextText()).toBe("32768");
});

test("a message of 128 KB in frames of 32 KB is taken, and so is the next", async () => {
  const { gateway } = await start({ routes });
  const ann = await wsClient(gateway.url);
  for (let n = 0; n < 2; n++) {
    for (const fin of [false, false, false, true]) ann.send("é".repeat(16_384), { fin });
    const [data] = (await once(ann, "message")) as [Buffer];
    expect(data.toString()).toBe("131072");
  }
});

test.each([
  ["a frame over 32 KB", ["x".repeat(32_769)]],
  ["a frame over 128 KB", ["x".repeat(200_000)]],
  ["a frame over 32 KB within a message", ["x", "x".repeat(32_769)]],
  ["a message over 128 KB", Array<string>(5).fill("x".repeat(32_768))],
])("%s closes the connection with 1009, and no handler sees it", async (_what, frames) => {
  const messages = recorder();
  const disconnected = recorder<Disconnect>();
  const { gateway } = await start({
    routes: { $default: messages.route, $disconnect: disconnected.route },
  });
  const gone = disconnected.next();
  const ann = await wsClient(gateway.url);
  const closed = wsClosed(ann);
  frames.forEach((frame, i) => {
    ann.send(frame, { fin: i === frames.length - 1 });
  });
  expect((await closed).code).toBe(1009);
  expect((await gone).requestContext.disconnectStatusCode).toBe(1009);
  expect(messages.events).toEqual([]);
});

test("a binary frame closes the connection with 1003", async () => {
  const messages = recorder();
  const disconnected = recorder<Disconnect>();
  const { gateway } = await start({
    routes: { $default: messages.route, $disconnect: disconnected.route },
  });
  const gone = disconnected.next();
  const ann = await wsClient(gateway.url);
  const closed = wsClosed(ann);
  ann.send(Buffer.from("{}"), { binary: true });
  expect((await closed).code).toBe(1003);
  expect((await gone).requestContext.disconnectStatusCode).toBe(1003);
  expect(messages.events).toEqual([]);
});

test("text that is not UTF-8 closes the connection with 1007", async () => {
  const disconnected = recorder<Disconnect>();
  const { gateway } = await start({ routes: { $disconnect: disconnected.route } });
  const gone = disconnected.next();
  const ann = await wsClient(gateway.url);
  const closed = wsClosed(ann);
  ann.send(Buffer.from([0xff]), { binary: false });
  expect((await closed).code).toBe(1007);
  expect((await gone).requestContext.disconnectStatusCode).toBe(1007);
});

test.each([{ idleMs: 1_000 }, { durationMs: 1_000 }])(
  "a connection at its limit of %j is closed as going away",
  async (limits) => {
    const disconnected = recorder<Disconnect>();
    const { client } = await start({ routes: { $disconnect: disconnected.route }, limits });
    const gone = disconnected.next();
    const ann = await client();
    expect(await ann.closed).toEqual({ code: 1001, reason: "Going away" });
    expect((await gone).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: "Going away",
    });
  },
);

const minute = 60_000;

/** Stops the clock, for AWS's own limits: the test advances it. Sockets continue in real time. */
function stopTheClock() {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

test("after 10 minutes without a frame a connection is idle, and messages put that off", async () => {
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

test("frames from the server put it off too, and are the last activity", async () => {
  stopTheClock();
  const { client, management, observed } = await start();
  const ann = await client();
  const ConnectionId = ann.id;
  vi.advanceTimersByTime(9 * minute);
  await management.send(new PostToConnectionCommand({ ConnectionId, Data: "x" }));
  await ann.nextText();
  vi.advanceTimersByTime(9 * minute);
  expect(observed.some(({ kind }) => kind === "disconnected")).toBe(false);
  const got = await management.send(new GetConnectionCommand({ ConnectionId }));
  expect(Number(got.LastActiveAt) - Number(got.ConnectedAt)).toBe(9 * minute);
  vi.advanceTimersByTime(minute);
  expect((await ann.closed).code).toBe(1001);
});

test("pings do not put it off, though they are answered", async () => {
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
  const { client } = await start({ routes: { $default: { handler: echo, twoWay: true } } });
  const ann = await client();
  for (let elapsed = 0; elapsed < 120; elapsed += 5) {
    ann.send("busy");
    expect(await ann.nextText()).toBe("busy");
    vi.advanceTimersByTime(5 * minute);
  }
  expect((await ann.closed).code).toBe(1001);
});
