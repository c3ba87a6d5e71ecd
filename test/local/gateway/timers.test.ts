// The gateway's timers: each is cleared once it is no longer needed.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Timers } from "../../../local/gateway/timers.ts";
import { start, wsClient, wsClosed } from "./fixture.ts";
import { echo, never, oneWay, twoWay } from "./handlers.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a timer fires once, and later if it is restarted", () => {
  const fire = vi.fn();
  const timer = new Timers().start(100, fire);
  vi.advanceTimersByTime(99);
  timer.restart();
  vi.advanceTimersByTime(99);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  timer.restart();
  vi.advanceTimersByTime(1_000);
  expect(fire).toHaveBeenCalledTimes(1);
});

test("a stopped timer does not fire, not even if it is restarted", () => {
  const fire = vi.fn();
  const timer = new Timers().start(100, fire);
  timer.stop();
  timer.restart();
  vi.advanceTimersByTime(1_000);
  expect(fire).not.toHaveBeenCalled();
});

test("a time beyond Node's limit never fires", () => {
  const timers = new Timers();
  timers.start(Infinity, vi.fn());
  timers.start(2 ** 31, vi.fn());
  expect(vi.getTimerCount()).toBe(0);
});

test("no timer starts again once all are stopped", () => {
  const timers = new Timers();
  const timer = timers.start(100, vi.fn());
  timers.stopAll();
  timer.restart();
  timers.start(100, vi.fn());
  expect(vi.getTimerCount()).toBe(0);
});

test("closing leaves no timer behind, whatever is running or delayed", async () => {
  const { gateway, observed, until } = await start({
    routes: {
      never: oneWay(never),
      echo: twoWay(echo),
    },
    limits: { closeGraceMs: 50 },
  });
  const ann = await wsClient(gateway.url);
  gateway.faults.delayMs = () => 1_000;
  ann.send('{"action":"never"}');
  ann.send('{"action":"echo"}');
  expect(await until("answered")).toMatchObject({ routeKey: "echo" });
  expect(observed.filter(({ kind }) => kind === "message")).toHaveLength(2);
  // The connection's idle time and longest duration, the time limit of one handler, the delayed frame of the other.
  expect(vi.getTimerCount()).toBe(4);
  const left = wsClosed(ann);
  const closed = gateway.close();
  vi.advanceTimersByTime(50);
  await Promise.all([closed, left]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a connection that has ended leaves no timer behind", async () => {
  const { gateway, until } = await start({ routes: { $default: twoWay(echo) } });
  gateway.faults.delayMs = () => 1_000;
  const ann = await wsClient(gateway.url);
  ann.send("held back");
  await until("answered");
  ann.terminate();
  await until("disconnected");
  expect(vi.getTimerCount()).toBe(0);
});
