// The state `ready`: online, and caught up on what was missed.

import { beforeEach, describe, expect, it } from "vitest";
import { freezeTime, setStage, settle, type Stage } from "./fake-server.ts";

let stage: Stage;

freezeTime();
beforeEach(() => {
  stage = setStage();
});

describe("ready", () => {
  it("resolves once missed events have come, and at once after that", async () => {
    const socket = await stage.open();
    await stage.chat.ready();
    await stage.follow({ tea: 3 });
    delete stage.answers.sync;
    stage.answers.connectRooms = (frame, on) => {
      on.reply(frame, "connectRooms", []);
    };
    socket.cut();
    let isReady = false;
    void stage.chat.ready().then(() => (isReady = true));
    await stage.reconnect();
    expect([stage.chat.state, isReady]).toEqual(["online", false]);
    stage.latest().reply(stage.asked("sync"), "sync", []);
    await settle();
    expect(isReady).toBe(true);
  });

  it("is given up by a signal or a deadline", async () => {
    stage.chat.connect();
    const controller = new AbortController();
    const waiting = stage.chat.ready({ signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "ABORTED" });
    const late = expect(stage.chat.ready({ deadline: new Date() })).rejects.toMatchObject({
      code: "TIMEOUT",
    });
    await settle();
    await late;
  });
});
