// Detecting dead connections: a slow server is left alone, a dead one is detected, wherever the client runs.

import { describe, expect, it, vi } from "vitest";
import type { ChatOptions } from "../../client/index.ts";
import { message, pass, setStage, settle, token, type Stage, freezeTime } from "./fake-server.ts";

let stage: Stage;
freezeTime();

const set = async (options: Partial<ChatOptions> = {}) => {
  stage = setStage(options);
  return await stage.open();
};
/** The time until the client gives the connection up. */
const secondsUntilGivenUp = async () => {
  for (let seconds = 0; seconds < 600; seconds++) {
    if (stage.chat.state !== "online") return seconds;
    await pass(1_000);
  }
  return Infinity;
};
/** The server stops answering, and does not close the connection. */
const stopAnswering = () => {
  for (const action of Object.keys(stage.answers)) Reflect.deleteProperty(stage.answers, action);
};

describe("a slow server", () => {
  it.each([12_000, 29_000])("that answers after %i ms keeps its connection", async (ms) => {
    const socket = await set();
    await stage.follow({ tea: 3 });
    for (const action of ["sendMessage", "getMembers"]) {
      stage.answers[action] = (frame, on) =>
        setTimeout(() => {
          const own = message("tea", 4, { _id: frame._id, sender_id: "ann" });
          if (action === "sendMessage") on.reply(frame, "message", own);
          else on.reply(frame, "members", { room_id: "tea", members: [] });
        }, ms);
    }
    const sending = stage.chat.sendMessage({ room_id: "tea", message: "Hello" });
    const asking = stage.chat.getMembers({ room_id: "tea" });
    await pass(ms);
    expect(await Promise.all([sending, asking])).toMatchObject([{ rev: 4 }, {}]);
    expect([stage.sockets.length, socket.of("sendMessage").length]).toEqual([1, 1]);
  });

  it("that answers the first ping as slowly as other requests keeps its connection", async () => {
    stage = setStage();
    const { ping } = stage.answers;
    stage.answers.ping = (frame, on) => setTimeout(() => ping?.(frame, on), 12_000);
    await stage.open();
    await pass(60_000);
    expect([stage.sockets.length, stage.chat.state]).toEqual([1, "online"]);
  });

  it("that never answers lets the pauses between attempts grow", async () => {
    await set();
    stopAnswering();
    const pauses: number[] = [];
    stage.chat.on("connection", ({ retryDelay }) => {
      if (retryDelay !== undefined) pauses.push(retryDelay);
    });
    for (let n = 0; n < 4; n++) {
      while (stage.latest().state !== "connecting") await pass(250);
      stage.latest().open();
      await secondsUntilGivenUp();
    }
    expect(pauses.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
  });
});

describe("a connection that died silently is noticed within 20 s", () => {
  it("through a waiting request", async () => {
    await set();
    stopAnswering();
    void stage.chat.getMembers({ room_id: "tea" }).catch(() => undefined);
    expect(await secondsUntilGivenUp()).toBeLessThanOrEqual(20);
  });

  it("through a visible page, and neither through a hidden one nor without a page", async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
    vi.stubGlobal("document", document);
    await set();
    stopAnswering();
    expect(await secondsUntilGivenUp()).toBeLessThanOrEqual(20);
    stage.chat.close();
    document.visibilityState = "hidden";
    const socket = await set();
    await pass(60_000);
    expect(socket.of("ping")).toHaveLength(1);
  });

  it("through check(), for platforms with signals of their own", async () => {
    await set();
    await pass(60_000);
    stopAnswering();
    stage.chat.check();
    expect(await secondsUntilGivenUp()).toBeLessThanOrEqual(20);
    stage.chat.check();
    await settle();
    expect(stage.chat.state).toBe("connecting");
    expect(stage.latest().state).toBe("connecting");
  });
});

describe("after the machine has slept,", () => {
  const sleep = (ms: number) => {
    vi.setSystemTime(Date.now() + ms);
  };

  it("without a page, a dead connection is noticed within 20 s", async () => {
    await set();
    await pass(60_000);
    stopAnswering();
    sleep(60_000);
    expect(await secondsUntilGivenUp()).toBeLessThanOrEqual(20);
  });

  it("the next attempt comes at once", async () => {
    await set({ backoff: { initial: 600_000, max: 600_000 } });
    stage.latest().cut();
    sleep(60_000);
    await pass(1_000);
    expect(stage.sockets).toHaveLength(2);
  });

  it("a hidden page, whose timers are slowed down, sends nothing", async () => {
    const document = Object.assign(new EventTarget(), { visibilityState: "hidden" });
    vi.stubGlobal("document", document);
    const socket = await set();
    await pass(1_000);
    sleep(60_000);
    await pass(1_000);
    expect(socket.of("ping")).toHaveLength(1);
  });
});

describe("a clock that is wrong", () => {
  const MINUTE = 60_000;
  /** A server whose clock is `aheadMs` ahead of the client's, and tokens of it with a given life. */
  const skewed = async (
    aheadMs: number,
    lifeMs: number,
    more: object = {},
    says = () => new Date(Date.now() + aheadMs).toISOString() as string | undefined,
  ) => {
    const claims = () => {
      const now = Date.now() + aheadMs;
      const own = { sub: "ann", iat: now / 1_000, exp: (now + lifeMs) / 1_000, ...more };
      return ["", own, ""]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
    };
    stage = setStage({ token: claims });
    stage.answers.ping = (frame, on) => {
      on.reply(frame, "pong", { server_time: says() });
    };
    await stage.open();
  };
  /** Opens each connection that the client makes in this time, and returns their number. */
  const connectionsIn = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      if (stage.latest().state === "connecting") stage.latest().open();
      await pass(500);
    }
    return stage.sockets.length;
  };

  it.each([
    ["59 s ahead", -59_000],
    ["30 s behind", 30_000],
    ["a day ahead", -24 * 60 * MINUTE],
  ])("by %s renews a token of 60 s every 54 s", async (_by, aheadMs) => {
    await skewed(aheadMs, 60_000);
    expect(await connectionsIn(53_000)).toBe(1);
    expect(await connectionsIn(2_000)).toBe(2);
    expect(await connectionsIn(52_500)).toBe(2);
    expect(stage.chat.state).toBe("online");
  });

  it("is recognized by the server's time, if the token does not say how long it is valid", async () => {
    await skewed(-59_000, 60_000, { iat: undefined });
    expect(await connectionsIn(53_000)).toBe(1);
    expect(await connectionsIn(2_000)).toBe(2);
  });

  it("has no effect until the server has sent its time", async () => {
    await skewed(-59_000, 60_000, {}, () => undefined);
    expect(await connectionsIn(53_000)).toBe(1);
    expect(await connectionsIn(2_000)).toBe(2);
  });

  it("does not hide that a token has been in use for a while", async () => {
    const old = {
      iat: (Date.now() - 50 * MINUTE) / 1_000,
      exp: (Date.now() + 10 * MINUTE) / 1_000,
    };
    await skewed(0, 0, old);
    expect(await connectionsIn(9 * MINUTE - 1_000)).toBe(1);
    expect(await connectionsIn(2_000)).toBe(2);
  });

  it("gives a token without an expiry none", async () => {
    await set({ token: () => token("ann", Infinity) });
    await pass(90 * MINUTE);
    expect(stage.sockets).toHaveLength(1);
  });
});
