// A connection's life: checked when the browser signals a change, pinged when idle, replaced before it runs out.

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

describe("in a browser", () => {
  let page: EventTarget & { document?: EventTarget & { visibilityState: string } };
  beforeEach(() => {
    page = new EventTarget();
    page.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("document", page.document);
  });
  const shown = (visibilityState: string) => {
    Object.assign(page.document ?? {}, { visibilityState });
    page.document?.dispatchEvent(new Event("visibilitychange"));
  };

  it("a lost connection is made again at once when the network is back", async () => {
    await set();
    stage.latest().cut();
    page.dispatchEvent(new Event("online"));
    await settle();
    expect(stage.sockets).toHaveLength(2);
  });

  it("a lost connection is made again at once when the page becomes visible", async () => {
    await set();
    stage.latest().cut();
    shown("hidden");
    await settle();
    expect(stage.sockets).toHaveLength(1);
    shown("visible");
    await settle();
    expect(stage.sockets).toHaveLength(2);
  });

  it("a dead connection is detected when the page becomes visible", async () => {
    await set();
    delete stage.answers.ping;
    shown("visible");
    await pass(10_000);
    expect(stage.chat.state).toBe("offline");
  });

  it("is offline when the network is gone, and keeps trying", async () => {
    await set();
    page.dispatchEvent(new Event("offline"));
    expect(stage.chat.state).toBe("offline");
    await pass(1_000);
    expect(stage.sockets).toHaveLength(2);
  });

  it("no listener is left once it is closed", async () => {
    await set();
    stage.chat.close();
    page.dispatchEvent(new Event("online"));
    shown("visible");
    await pass(HOUR);
    expect(stage.sockets).toHaveLength(1);
  });
});

describe("an idle connection", () => {
  it("is sent a ping after 8 minutes, besides the first one, which asks for the time", async () => {
    const socket = await set();
    await pass(8 * MINUTE - 1);
    expect(socket.of("ping")).toHaveLength(1);
    await pass(1);
    expect(socket.of("ping")).toHaveLength(2);
    await pass(8 * MINUTE);
    expect(socket.of("ping")).toHaveLength(3);
  });

  it("is sent none as long as frames come", async () => {
    const socket = await set();
    for (let minutes = 0; minutes < 40; minutes += 5) {
      await pass(5 * MINUTE);
      socket.push("typing", { room_id: "tea", user_id: "bob" });
    }
    expect(socket.of("ping")).toHaveLength(1);
  });

  it("is sent none as long as it syncs rooms", async () => {
    const socket = await set();
    await stage.follow({ tea: 1 });
    await pass(40 * MINUTE);
    expect(socket.of("ping")).toHaveLength(1);
  });

  it("is made anew if nobody answers the ping", async () => {
    await set();
    delete stage.answers.ping;
    await pass(8 * MINUTE + 11_000);
    expect(stage.chat.state).not.toBe("online");
  });
});

describe("before its time is over, a connection", () => {
  it("is replaced at some age between 99 and 110 minutes", async () => {
    random = 0;
    await set();
    await pass(110 * MINUTE - 1);
    expect(stage.sockets).toHaveLength(1);
    await pass(1);
    expect(stage.sockets).toHaveLength(2);
    stage.chat.close();
    random = 0.999_999;
    await set();
    await pass(99 * MINUTE + 1_000);
    expect(stage.sockets).toHaveLength(2);
  });

  it.each([
    ["a minute before the token runs out", HOUR, 59 * MINUTE],
    ["after nine tenths of a short token's life", 100_000, 90_000],
  ])("is replaced %s", async (_when, lifeMs, after) => {
    await set({ token: () => token("ann", lifeMs) });
    await pass(after - 1);
    expect(stage.sockets).toHaveLength(1);
    await pass(1);
    expect(stage.sockets).toHaveLength(2);
  });

  it("is kept if by this clock the token had run out already", async () => {
    await set({ token: () => token("ann", -HOUR) });
    await pass(90 * MINUTE);
    expect(stage.sockets).toHaveLength(1);
    expect(stage.chat.state).toBe("online");
  });

  describe("to the application,", () => {
    let old: ReturnType<Stage["latest"]>;
    beforeEach(async () => {
      old = await set({ token: () => token("ann", HOUR) });
      await stage.follow({ tea: 3 });
      await pass(59 * MINUTE);
      stage.take();
    });

    it("stays until the new one is open and has caught up", async () => {
      delete stage.answers.sync;
      await pass(5_000);
      expect(old.state).toBe("open");
      stage.latest().open();
      await pass(5_000);
      expect(old.state).toBe("open");
      stage.latest().reply(stage.asked("sync"), "sync", []);
      await settle();
      const list = [{ _id: "tea", rev: 3 }];
      stage.latest().reply(stage.asked("connectRooms"), "connectRooms", list);
      await settle();
      expect(old.state).toBe("closed");
      expect(states()).toEqual([]);
    });

    it("delivers the events of both connections, once", async () => {
      const message = { room_id: "tea", seq: 4, _id: "m4", sender_id: "bob", rev: 4 };
      const typing = { room_id: "tea", user_id: "bob" };
      stage.latest().open();
      await settle();
      old.push("message", message);
      stage.latest().push("message", message);
      old.push("typing", typing);
      stage.latest().push("typing", typing);
      stage.latest().push("message", { ...message, rev: 5 });
      old.push("message", { ...message, rev: 5 });
      expect(stage.take("message", "typing").map(([event]) => event)).toEqual([
        "message",
        "typing",
        "message",
      ]);
    });

    it("answers requests of the old one", async () => {
      const asking = stage.chat.messageSeen({ room_id: "tea", message_id: "m3" });
      await settle();
      const [request] = old.of("messageSeen");
      if (!request) throw new Error("It was not asked.");
      stage.answers.connectRooms = (frame, socket) => {
        socket.reply(frame, "connectRooms", []);
      };
      stage.latest().open();
      await settle();
      expect(old.state).toBe("open");
      const seen = { room_id: "tea", message_id: "m3", user_id: "ann", seq: 3 };
      old.reply(request, "seen", seen);
      expect(await asking).toEqual(seen);
      expect(old.state).toBe("closed");
    });

    it("is closed even if requests on the old one are never answered", async () => {
      void stage.chat.messageSeen({ room_id: "tea", message_id: "m3" }).catch(() => undefined);
      await settle();
      stage.answers.connectRooms = (frame, socket) => {
        socket.reply(frame, "connectRooms", []);
      };
      stage.latest().open();
      await pass(1);
      old.push("typing", { room_id: "tea", user_id: "bob" });
      await pass(29_998);
      expect(old.state).toBe("open");
      await pass(1);
      expect(old.state).toBe("closed");
    });

    it("is connecting if it is lost before the new one is there, which is not begun again", async () => {
      const { length } = stage.sockets;
      old.cut();
      expect(states()).toEqual(["connecting"]);
      await pass(5_000);
      expect(stage.sockets).toHaveLength(length);
      stage.latest().open();
      await settle();
      expect(states()).toEqual(["online"]);
    });

    it("stays if the new one cannot be made, and another attempt follows", async () => {
      stage.latest().cut();
      await pass(1_000);
      expect(states()).toEqual([]);
      expect(stage.sockets).toHaveLength(3);
      old.push("message", { room_id: "tea", seq: 4, _id: "m4", sender_id: "bob", rev: 4 });
      expect(stage.take("message")).toHaveLength(1);
    });
  });
});
