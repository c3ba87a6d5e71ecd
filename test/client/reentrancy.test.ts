// Listeners may call anything: the state that they get is complete, and their calls take effect.

import { describe, expect, it, vi } from "vitest";
import type { ChatState, ConnectionChange } from "../../client/index.ts";
import { pass, setStage, settle, token, type Stage, freezeTime } from "./fake-server.ts";

let stage: Stage;
freezeTime();

const states = () =>
  stage.take("connection").map(([, change]) => (change as ConnectionChange).state);

/** Calls `call` the first time that a state is emitted. */
const once = (state: ChatState, call: () => void) => {
  const stop = stage.chat.on("connection", (change) => {
    if (change.state !== state) return;
    stop();
    call();
  });
};

describe("close() in a listener closes for good", () => {
  it("of an error about a token that failed once", async () => {
    const tokens = vi.fn().mockRejectedValueOnce(new Error("out of order"));
    stage = setStage({ token: tokens.mockImplementation(() => token("ann")) });
    stage.chat.on("error", () => {
      stage.chat.close();
    });
    stage.chat.connect();
    await pass(60_000);
    expect(states()).toEqual(["connecting", "offline", "closed"]);
    expect([stage.sockets.length, tokens.mock.calls.length]).toEqual([0, 1]);
  });

  it.each(["connecting", "offline", "online"] as const)("of `%s`", async (state) => {
    stage = setStage();
    once(state, () => {
      stage.chat.close();
    });
    stage.chat.connect();
    await settle();
    if (state !== "connecting") stage.latest().open();
    await settle();
    if (state === "offline") stage.latest().cut();
    await pass(600);
    expect(states().at(-1)).toBe("closed");
    expect(stage.sockets.length).toBeLessThan(2);
    for (const socket of stage.sockets) expect(socket.state).toBe("closed");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of what a room tells", async () => {
    stage = setStage();
    const socket = await stage.open();
    await stage.follow({ tea: 3 });
    stage.chat.on("edited", () => {
      stage.chat.close();
    });
    for (const rev of [5, 4]) socket.push("edited", { room_id: "tea", rev });
    await pass(10_000);
    expect(stage.take("edited")).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("connect() in a listener", () => {
  it("of `closed` begins a life whose timers run", async () => {
    stage = setStage();
    await stage.open();
    once("closed", () => {
      stage.chat.connect();
    });
    stage.chat.close();
    await settle();
    const socket = stage.latest();
    socket.open();
    await settle();
    expect(states()).toEqual(["connecting", "online", "closed", "connecting", "online"]);
    const pings = socket.of("ping").length;
    await pass(8 * 60_000);
    expect(socket.of("ping")).toHaveLength(pings + 1);
  });

  it("of what closing ends is told after the closing", async () => {
    stage = setStage();
    const socket = await stage.open();
    await stage.follow({ tea: 3 });
    socket.push("typing", { room_id: "tea", user_id: "bob" });
    stage.chat.on("typing_stopped", () => {
      stage.chat.connect();
    });
    stage.chat.close();
    expect(states()).toEqual(["connecting", "online", "closed", "connecting"]);
    expect(stage.chat.state).toBe("connecting");
  });
});

it("a listener sees the state of its event, or a later one if it is called late", async () => {
  stage = setStage();
  const met: [ChatState, ChatState][] = [];
  once("online", () => {
    stage.latest().cut();
  });
  stage.chat.on("connection", ({ state }) => met.push([state, stage.chat.state]));
  await stage.open();
  expect(met).toEqual([
    ["connecting", "connecting"],
    ["online", "offline"],
    ["offline", "offline"],
  ]);
});

it("a listener that is added twice is called twice, and each is removed by itself", async () => {
  stage = setStage();
  const listener = vi.fn();
  const stop = stage.chat.on("connection", listener);
  stage.chat.on("connection", listener);
  stage.chat.connect();
  expect(listener).toHaveBeenCalledTimes(2);
  stop();
  await settle();
  stage.latest().open();
  expect(listener).toHaveBeenCalledTimes(3);
});
