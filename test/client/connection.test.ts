// The connection: made with a fresh token, made again when it is lost, and closed.

import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatOptions, ConnectionChange } from "../../client/index.ts";
import { pass, setStage, settle, token, type Stage, freezeTime } from "./fake-server.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stage: Stage;
let random: number;

freezeTime();
beforeEach(() => {
  random = 0.999_999;
  vi.spyOn(Math, "random").mockImplementation(() => random);
});

const set = async (options: Partial<ChatOptions> = {}) => {
  stage = setStage(options);
  return await stage.open();
};
const states = () =>
  stage.take("connection").map(([, change]) => (change as ConnectionChange).state);

describe("connecting", () => {
  it("asks for a token and puts it into the URL, beside the parameters that it has", async () => {
    await set({ url: "wss://chat.example/live?a=b", token: () => Promise.resolve(token("ann")) });
    const { searchParams, pathname } = stage.latest().url;
    expect([pathname, searchParams.get("a")]).toEqual(["/live", "b"]);
    expect(searchParams.get("token")).toBe(token("ann"));
    expect(stage.chat.userId).toBe("ann");
    expect(states()).toEqual(["connecting", "online"]);
  });

  it("is not begun twice", async () => {
    await set();
    stage.chat.connect();
    await settle();
    expect(stage.sockets).toHaveLength(1);
  });

  it("asks for a token afresh each time", async () => {
    let asked = 0;
    await set({ token: () => token("ann", HOUR, String(++asked)) });
    stage.latest().cut();
    await pass(1_000);
    expect(stage.sockets.map(({ url }) => url.searchParams.get("token"))).toEqual(
      ["1", "2"].map(
        (salt) => expect.stringContaining(token("ann", HOUR, salt).slice(0, 20)) as string,
      ),
    );
    expect(asked).toBe(2);
  });

  it("reports a token that it cannot get, and tries again", async () => {
    const cause = new Error("not signed in");
    const tokens = vi.fn().mockRejectedValueOnce(cause).mockResolvedValueOnce("no token");
    stage = setStage({ token: tokens.mockImplementation(() => token("ann")) });
    stage.chat.connect();
    await settle();
    expect(stage.take("error")).toMatchObject([["error", { code: "TOKEN", cause }]]);
    await pass(1_000);
    expect(stage.take("error")).toMatchObject([["error", { code: "TOKEN" }]]);
    await pass(2_000);
    expect(stage.sockets).toHaveLength(1);
  });

  it("gives up a handshake that hangs, and tries again", async () => {
    stage = setStage();
    stage.chat.connect();
    await pass(20_000);
    expect(stage.latest().state).toBe("closed");
    await pass(1_000);
    expect(stage.sockets).toHaveLength(2);
  });
});

describe("a lost connection", () => {
  const refusedAt = async (attempts: number) => {
    const pauses: number[] = [];
    for (let n = 0; n < attempts; n++) {
      const before = Date.now();
      const sockets = stage.sockets.length;
      stage.latest().cut();
      while (stage.sockets.length === sockets) await pass(250);
      pauses.push(Date.now() - before);
    }
    return pauses;
  };

  it("is made again after pauses that double up to 60 s", async () => {
    await set();
    expect(await refusedAt(8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1_000));
  });

  it("is made again after any part of such a pause", async () => {
    await set();
    random = 0.5;
    expect(await refusedAt(3)).toEqual([500, 1_000, 2_000]);
    random = 0;
    expect(await refusedAt(1)).toEqual([250]);
  });

  it("is made again after short pauses, once a connection has lasted", async () => {
    await set();
    await refusedAt(3);
    stage.latest().open();
    await pass(11_000);
    expect(await refusedAt(1)).toEqual([1_000]);
  });

  it("is made again with a longer pause, if it never lasts", async () => {
    await set();
    await refusedAt(2);
    stage.latest().open();
    await pass(9_000);
    expect(await refusedAt(1)).toEqual([4_000]);
  });

  it("shows as offline, then connecting, then online", async () => {
    await set();
    states();
    stage.latest().cut();
    expect(states()).toEqual(["offline"]);
    await pass(1_000);
    stage.latest().open();
    await settle();
    expect(states()).toEqual(["connecting", "online"]);
  });
});

describe("close", () => {
  it("ends everything: the connection, waiting requests, further attempts", async () => {
    const socket = await set();
    const asking = stage.chat.getMembers({ room_id: "tea" });
    const sending = [1, 2].map(() => stage.chat.sendMessage({ room_id: "tea", message: "Hello" }));
    await settle();
    stage.chat.close();
    for (const request of [asking, ...sending]) {
      await expect(request).rejects.toMatchObject({ code: "CLOSED", retryable: false });
    }
    expect(socket.state).toBe("closed");
    expect(stage.chat.state).toBe("closed");
    await settle();
    expect(vi.getTimerCount()).toBe(0);
    stage.take();
    socket.push("seen", { room_id: "tea", user_id: "bob", seq: 9 });
    expect(stage.take()).toEqual([]);
  });

  it("can be followed by another connect", async () => {
    await set();
    await stage.follow({ tea: 3 });
    stage.chat.close();
    const socket = await stage.open();
    expect(socket.of("sync")).toMatchObject([{ rooms: [{ room_id: "tea", after_rev: 3 }] }]);
  });

  it("emits no further event until the next connect", async () => {
    const socket = await set();
    await stage.follow({ tea: 3 });
    const [first, second] = [4, 5].map((rev) => ({ room_id: "tea", rev }));
    stage.chat.on("edited", () => {
      stage.chat.close();
    });
    socket.push("batch", [
      { event: "edited", data: first },
      { event: "edited", data: second },
    ]);
    socket.push("edited", second);
    await pass(10_000);
    expect(stage.take()).toEqual([["edited", first]]);
    const later = await stage.open();
    later.push("edited", second);
    expect(stage.take()).toEqual([["edited", second]]);
  });

  it("during a handshake ends that handshake", async () => {
    stage = setStage();
    stage.chat.connect();
    await settle();
    stage.chat.close();
    stage.latest().open();
    await settle();
    expect([stage.chat.state, stage.latest().state]).toEqual(["closed", "closed"]);
  });
});

it("needs a WebSocket, given or the platform's", () => {
  stage = setStage();
  vi.stubGlobal("WebSocket", undefined);
  expect(() => setStage({ WebSocket: undefined })).toThrow("no WebSocket");
});
