// The outcomes of a request: answered, refused, repeated, given up.

import { describe, expect, it, vi } from "vitest";
import { ChatError } from "../../client/index.ts";
import { pass, openStage, setStage, settle, token } from "./fake-server.ts";
import { openBeforeEach, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

const tea = { room_id: "tea" };
const members = { room_id: "tea", members: [] };
/** Watches a request, so that it may fail before the test looks. */
const outcome = <T>(request: Promise<T>) => {
  const watched = { done: false, value: undefined as T | undefined, error: undefined as unknown };
  request.then(
    (value) => Object.assign(watched, { done: true, value }),
    (error: unknown) => Object.assign(watched, { done: true, error }),
  );
  return watched;
};

describe("a request", () => {
  it("carries the action's name, the payload and an id, and resolves to the reply's data", async () => {
    const asking = stage.chat.getMembers({ ...tea, limit: 5 });
    await settle();
    const request = stage.asked("getMembers");
    expect(request).toEqual({
      action: "getMembers",
      room_id: "tea",
      limit: 5,
      request_id: expect.any(String) as string,
    });
    socket.reply(request, "members", members);
    expect(await asking).toEqual(members);
  });

  it.each([
    ["connectRooms", "rooms", () => stage.chat.connectRooms()],
    ["getPins", "pins", () => stage.chat.getPins(tea)],
  ] as const)(
    "%s resolves to its list, named, and the cursor beside it",
    async (action, name, ask) => {
      for (const more of [{ next_cursor: "more" }, {}]) {
        const asking = ask();
        await settle();
        socket.reply(stage.asked(action), action, [], more);
        expect(await asking).toEqual({ [name]: [], ...more });
        await settle();
      }
    },
  );

  it("rejects with the server's refusal", async () => {
    const asking = outcome(stage.chat.getMembers(tea));
    await settle();
    const issues = [{ path: "limit", message: "is too small" }];
    socket.refuse(stage.asked("getMembers"), "BAD_REQUEST", { issues });
    await settle();
    expect(asking.error).toBeInstanceOf(ChatError);
    expect(asking.error).toMatchObject({ code: "BAD_REQUEST", retryable: false, issues });
  });

  it("is refused by the client if it is too large for a frame, which would end the connection", async () => {
    const asking = outcome(stage.chat.sendMessage({ ...tea, message: "ä".repeat(16_384) }));
    await settle();
    expect(asking.error).toMatchObject({ code: "TOO_LARGE", retryable: false });
    expect(socket.of("sendMessage")).toEqual([]);
  });

  it("waits for a connection", async () => {
    socket.cut();
    const asking = stage.chat.getMembers(tea);
    await pass(1_000);
    stage.latest().open();
    await settle();
    stage.latest().reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("is repeated on the next connection if it was cut off", async () => {
    const asking = stage.chat.getMembers(tea);
    await settle();
    socket.cut();
    await pass(1_000);
    stage.latest().open();
    await settle();
    stage.latest().reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("is repeated however often it is cut off", async () => {
    const asking = stage.chat.getMembers(tea);
    for (let n = 0; n < 8; n++) {
      await settle();
      stage.latest().cut();
      while (stage.latest().state !== "connecting") await pass(250);
      stage.latest().open();
    }
    await settle();
    stage.latest().reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("is repeated on another connection if this one answers nothing, not even a ping", async () => {
    delete stage.answers.ping;
    const asking = stage.chat.getMembers(tea);
    await pass(17_000);
    expect(stage.chat.state).toBe("online");
    await pass(2_000);
    expect(stage.chat.state).not.toBe("online");
    await pass(1_000);
    stage.latest().open();
    await pass(1_000);
    stage.latest().reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("is repeated on the same connection if other frames come on it", async () => {
    const asking = stage.chat.getMembers(tea);
    const gateway = { message: "Internal server error", connectionId: "c", requestId: "r" };
    socket.frame(gateway);
    await pass(29_999);
    expect(socket.of("getMembers")).toHaveLength(1);
    await pass(501);
    expect(socket.of("getMembers")).toHaveLength(2);
    socket.reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("is given up as TIMEOUT after five attempts", async () => {
    const asking = outcome(stage.chat.getMembers(tea));
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(asking.done).toBe(false);
      await pass(30_000 + (attempt < 5 ? 500 * 2 ** (attempt - 1) : 0));
    }
    expect(socket.of("getMembers")).toHaveLength(5);
    expect(asking.error).toMatchObject({ code: "TIMEOUT", retryable: true });
  });

  it("is repeated after the time that the server asks for, and a pause", async () => {
    outcome(stage.chat.getMembers(tea));
    await settle();
    socket.refuse(stage.asked("getMembers"), "RATE_LIMITED", { retry_after_ms: 3_000 });
    await pass(3_499);
    expect(socket.of("getMembers")).toHaveLength(1);
    await pass(1);
    expect(socket.of("getMembers")).toHaveLength(2);
  });

  it.each(["UNAVAILABLE", "INTERNAL"])("is given up after %s five times", async (code) => {
    const asking = outcome(stage.chat.getMembers(tea));
    await settle();
    for (const pause of [500, 1_000, 2_000, 4_000]) {
      socket.refuse(stage.asked("getMembers"), code);
      await pass(pause);
    }
    expect(asking.done).toBe(false);
    socket.refuse(stage.asked("getMembers"), code);
    await settle();
    expect(asking.error).toMatchObject({ code, retryable: true });
    expect(socket.of("getMembers")).toHaveLength(5);
  });

  it("is repeated with a new token at once if that of the connection has run out", async () => {
    const asking = stage.chat.getMembers(tea);
    await settle();
    socket.refuse(stage.asked("getMembers"), "TOKEN_EXPIRED");
    await settle();
    expect([socket.state, stage.sockets.length]).toEqual(["closed", 2]);
    stage.latest().open();
    await settle();
    stage.latest().reply(stage.asked("getMembers"), "members", members);
    expect(await asking).toEqual(members);
  });

  it("does not have connections made over and over for tokens that run out each time", async () => {
    stage.answers.getMembers = (frame, on) => {
      on.refuse(frame, "TOKEN_EXPIRED");
    };
    outcome(stage.chat.getMembers(tea));
    await settle();
    for (let ms = 0; ms < 10_000; ms += 100) {
      stage.latest().open();
      await pass(100);
    }
    expect(stage.sockets.length).toBeLessThan(8);
  });

  it("is not answered by the reply to another connection's request", async () => {
    const asking = outcome(stage.chat.getMembers(tea));
    await settle();
    const request = stage.asked("getMembers");
    socket.cut();
    socket.reply(request, "members", members);
    await settle();
    expect(asking.done).toBe(false);
  });
});

describe("frames", () => {
  it.each(["not JSON", "null", "[]", "7", '{"data": {}}', '{"event": 7}'])(
    "that are none of the protocol's are left alone: %s",
    (text) => {
      socket.onmessage?.({ data: text });
      expect(stage.take()).toEqual([]);
      expect(stage.chat.state).toBe("online");
    },
  );

  it("of events unknown to this version are counted, and emitted by name", async () => {
    await stage.follow({ tea: 3 });
    const heard = vi.fn();
    stage.chat.on("wave" as never, heard);
    socket.push("wave", { room_id: "tea", rev: 4 });
    socket.push("edited", { room_id: "tea", rev: 5 });
    expect(heard).toHaveBeenCalledOnce();
    expect(stage.take()).toMatchObject([["edited", { rev: 5 }]]);
  });
});

describe("listeners", () => {
  it("are called until they are taken off", async () => {
    await stage.follow({ tea: 0 });
    const [one, other] = [vi.fn(), vi.fn()];
    const stop = stage.chat.on("edited", one);
    stage.chat.on("edited", other);
    socket.push("edited", { room_id: "tea", rev: 1 });
    stop();
    socket.push("edited", { room_id: "tea", rev: 2 });
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 2]);
  });

  it("that throw do not stop others, and their errors are reported", async () => {
    await stage.follow({ tea: 0 });
    const uncaught = vi.fn();
    vi.stubGlobal("reportError", uncaught);
    const error = new Error("in the listener");
    stage.chat.on("edited", () => {
      throw error;
    });
    const other = vi.fn();
    stage.chat.on("edited", other);
    socket.push("edited", { room_id: "tea", rev: 1 });
    vi.unstubAllGlobals();
    expect(other).toHaveBeenCalledOnce();
    expect(uncaught).toHaveBeenCalledWith(error);
  });
});

it("names the user only once it has a token", async () => {
  const other = setStage({ token: () => Promise.resolve(token("bob")) });
  expect(other.chat.userId).toBeUndefined();
  await other.open();
  expect(other.chat.userId).toBe("bob");
  other.chat.close();
});
