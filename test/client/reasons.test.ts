// Reasons for having no connection: the application gets each, with what can be done; a permanent one closes the chat.

import { describe, expect, it, vi } from "vitest";
import { Unauthorized, type ChatError, type ChatOptions } from "../../client/index.ts";
import {
  pass,
  setStage,
  settle,
  token,
  type FakeSocket,
  type Stage,
  freezeTime,
} from "./fake-server.ts";

let stage: Stage;
freezeTime();

const changes = () => stage.take("connection").map(([, change]) => change);
const set = async (options: Partial<ChatOptions> = {}) => {
  stage = setStage(options);
  return await stage.open();
};
const refuse = async (times: number) => {
  for (let n = 0; n < times; n++) {
    while (stage.sockets.at(-1)?.state !== "connecting") await pass(250);
    stage.latest().cut();
    await settle();
  }
};

it("each change names the state before, the reason, and the time of the next attempt", async () => {
  const socket = await set();
  socket.onclose?.({ code: 1001, reason: "Going away" } as never);
  await pass(500);
  stage.latest().onclose?.({ code: 1006, reason: "" } as never);
  stage.chat.close();
  expect(changes()).toEqual([
    { state: "connecting", previous: "closed", reason: "connect", attempt: 1 },
    { state: "online", previous: "connecting", reason: "opened", attempt: 1 },
    {
      state: "offline",
      previous: "online",
      reason: "lost",
      attempt: 1,
      retryDelay: 500,
      code: 1001,
      detail: "Going away",
    },
    { state: "connecting", previous: "offline", reason: "retry", attempt: 2 },
    {
      state: "offline",
      previous: "connecting",
      reason: "handshake",
      code: 1006,
      attempt: 2,
      retryDelay: 1_000,
    },
    { state: "closed", previous: "offline", reason: "close", attempt: 3 },
  ]);
});

describe("a handshake that is always refused", () => {
  it.each([
    ["over HTTP: the token may be wrong", () => Promise.resolve({ status: 426 })],
    ["the token, or the path of the address, may be wrong", () => Promise.resolve({ status: 0 })],
    ["answers 404", () => Promise.resolve({ status: 404 })],
    ["address or the network", () => Promise.reject(new Error("no such host"))],
    ["address or the network", () => new Promise(() => undefined)],
  ])("is told as an error after three, once, which says: %s", async (text, answer) => {
    const fetched: string[] = [];
    vi.stubGlobal("fetch", (url: string) => {
      fetched.push(url);
      return answer();
    });
    stage = setStage({ url: "wss://chat.example/live" });
    stage.chat.connect();
    await settle();
    await refuse(2);
    expect(stage.take("error")).toEqual([]);
    await refuse(1);
    await pass(5_000);
    const errors = stage.take("error").map(([, error]) => error as ChatError);
    expect(errors).toMatchObject([{ code: "UNREACHABLE", retryable: true }]);
    expect(errors[0]?.message).toContain(text);
    await refuse(5);
    expect(stage.take("error")).toEqual([]);
    expect(fetched).toEqual(["https://chat.example/live"]);
  });

  it("leaves requests a deadline", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("no such host")));
    stage = setStage();
    stage.chat.connect();
    const deadline = Date.now() + 60_000;
    const asking = stage.chat.getMembers({ room_id: "tea" }, { deadline });
    const told = expect(asking).rejects.toMatchObject({ code: "TIMEOUT" });
    for (let n = 0; n < 10; n++) await refuse(1);
    await pass(60_000);
    await told;
  });
});

describe("a permanent reason that ends the chat is emitted", () => {
  const ended = async (asking: Promise<unknown>, reason: string) => {
    await expect(asking).rejects.toMatchObject({ code: "CLOSED" });
    expect(stage.chat.state).toBe("closed");
    expect(changes().at(-1)).toMatchObject({ state: "closed", reason });
    const { length } = stage.sockets;
    await pass(10 * 60_000);
    expect(stage.sockets).toHaveLength(length);
    expect(vi.getTimerCount()).toBe(0);
    await expect(stage.chat.ping()).rejects.toMatchObject({ code: "CLOSED" });
    await expect(stage.chat.ready()).rejects.toMatchObject({ code: "CLOSED" });
    const sending = stage.chat.sendMessage({ room_id: "tea", message: "Hello" });
    await expect(sending).rejects.toMatchObject({ code: "CLOSED" });
  };

  it("the token callback says that nobody is signed in", async () => {
    const tokens = vi.fn().mockImplementationOnce(() => token("ann"));
    await set({
      token: tokens.mockImplementation(() => {
        throw new Unauthorized("Signed out.");
      }),
    });
    const asking = stage.chat.getMembers({ room_id: "tea" });
    stage.latest().cut();
    const told = ended(asking, "unauthorized");
    await pass(1_000);
    await told;
  });

  it.each([1008, 3000, 3003, 4400, 4401, 4499])("the close code %i", async (code) => {
    const socket = await set();
    const asking = stage.chat.getMembers({ room_id: "tea" });
    const told = ended(asking, "lost");
    await settle();
    socket.onclose?.({ code, reason: "" } as never);
    await told;
  });

  it("the user has too many connections", async () => {
    const socket = await set();
    const asking = stage.chat.getMembers({ room_id: "tea" });
    const told = ended(asking, "too_many_connections");
    await settle();
    const error = { code: "TOO_MANY_CONNECTIONS", message: "Too many.", retryable: false };
    socket.push("error", error);
    socket.cut();
    await told;
  });

  it("the token is another user's, whose connection must not ask for the first one's rooms", async () => {
    let user = "ann";
    await set({ token: () => token(user) });
    await stage.follow({ tea: 3 });
    const sending = stage.chat.sendMessage({ room_id: "tea", message: "from ann" });
    const told = ended(sending, "user_changed");
    user = "bob";
    stage.latest().cut();
    await pass(1_000);
    expect(stage.sockets).toHaveLength(1);
    expect(stage.chat.userId).toBe("ann");
    await told;
  });

  it("the application's own policy", async () => {
    const shouldReconnect = vi.fn(({ code }: { code?: number }) => code !== 1001);
    const socket = await set({ shouldReconnect });
    const asking = stage.chat.getMembers({ room_id: "tea" });
    const told = ended(asking, "lost");
    await settle();
    socket.onclose?.({ code: 1001, reason: "" } as never);
    await told;
    expect(shouldReconnect.mock.calls).toMatchObject([
      [{ state: "offline", previous: "online", reason: "lost", code: 1001, attempt: 1 }],
    ]);
  });
});

it.each([1000, 1001, 1006, 1011, 1012, 4399, 4500])("comes back after %i", async (code) => {
  const socket = await set();
  socket.onclose?.({ code, reason: "" } as never);
  await pass(1_000);
  expect(stage.sockets).toHaveLength(2);
});

describe("what can be checked is checked at creation", () => {
  it.each(["", "chat.example", "https://chat.example", "wss://", "wss:///live", "wss://a b", 7])(
    "an address that can be no server's: %s",
    async (url) => {
      await set();
      expect(() => setStage({ url: url as string })).toThrow(/url/);
    },
  );

  it("an address that a page over https may not connect to", async () => {
    await set();
    vi.stubGlobal("location", { protocol: "https:" });
    expect(() => setStage({ url: "ws://chat.example/live" })).toThrow("wss://");
    for (const url of ["wss://chat.example", "ws://localhost:3000/local", "ws://127.0.0.1"]) {
      expect(() => setStage({ url })).not.toThrow();
    }
  });

  it.each([0, -1, Number.NaN])("a time that is none: %s", async (sync) => {
    await set();
    expect(() => setStage({ timing: { sync } })).toThrow("timing.sync");
  });

  it("a WebSocket that cannot be made is not mistaken for a token", async () => {
    const cause = new Error("refused by policy");
    function WebSocket() {
      throw cause;
    }
    stage = setStage({ WebSocket: WebSocket as unknown as new () => FakeSocket });
    stage.chat.connect();
    await settle();
    expect(stage.take("error")).toMatchObject([["error", { code: "UNREACHABLE", cause }]]);
    expect(stage.chat.state).toBe("closed");
  });
});

it("a token callback that never settles is reported, and called again", async () => {
  const tokens = vi.fn().mockReturnValueOnce(new Promise(() => undefined));
  stage = setStage({ token: tokens.mockImplementation(() => token("ann")) });
  stage.chat.connect();
  await pass(20_000);
  expect(stage.take("error")).toMatchObject([["error", { code: "TOKEN", retryable: true }]]);
  await pass(500);
  expect(stage.sockets).toHaveLength(1);
});

it("the logger gets what happens, and no token", async () => {
  const logged: unknown[] = [];
  const log = (...args: unknown[]) => logged.push(args);
  const tokenOfAnn = token("ann");
  const socket = await set({
    logger: { debug: log, info: log, warn: log, error: log },
    token: () => tokenOfAnn,
  });
  socket.push("typing", { room_id: "tea", user_id: "bob" });
  socket.cut();
  const text = JSON.stringify(logged);
  for (const part of ["online", "offline", "received", "sent", "bob"]) expect(text).toContain(part);
  expect(text).not.toContain(tokenOfAnn);
});
