// Each event of a room once, and in the order of `rev`.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { message, pass, setStage, settle, type FakeSocket, type Stage } from "./fake-server.ts";

let stage: Stage;
let socket: FakeSocket;

beforeEach(async () => {
  vi.useFakeTimers();
  stage = setStage();
  socket = await stage.open();
  await stage.follow({ tea: 3 });
  stage.take();
});
afterEach(() => {
  stage.chat.close();
  vi.useRealTimers();
});

const push = (...revs: number[]) => {
  for (const rev of revs) socket.push("message", message("tea", rev));
};
const revs = () => stage.take("message", "edited").map(([, data]) => (data as { rev: number }).rev);

describe("a room's events", () => {
  it("are passed on as they come", () => {
    push(4, 5);
    expect(revs()).toEqual([4, 5]);
  });

  it("are passed on once, however often they come", () => {
    push(4, 4, 3, 5, 4);
    expect(revs()).toEqual([4, 5]);
  });

  it("wait for those before them", async () => {
    push(6, 5);
    await pass(1_999);
    expect(revs()).toEqual([]);
    push(4);
    expect(revs()).toEqual([4, 5, 6]);
    await pass(10_000);
    expect(socket.of("sync")).toHaveLength(1);
  });

  it("are asked for after 2 s, if one is missing", async () => {
    push(6);
    stage.answers.sync = (frame) => {
      expect(frame.rooms).toEqual([{ room_id: "tea", after_rev: 3 }]);
      const events = [4, 5, 6].map((rev) => ({ event: "message", data: message("tea", rev) }));
      const answer = { room_id: "tea", events, rev: 6, has_more: false, recovered: true };
      socket.reply(frame, "sync", [answer]);
    };
    await pass(2_000);
    expect(revs()).toEqual([4, 5, 6]);
    push(7);
    expect(revs()).toEqual([7]);
  });

  it("skip what sync says there is nothing of", async () => {
    push(7, 8);
    stage.answers.sync = (frame) => {
      const events = [{ event: "message", data: message("tea", 4) }];
      const answer = { room_id: "tea", events, rev: 6, has_more: false, recovered: true };
      socket.reply(frame, "sync", [answer]);
    };
    await pass(2_000);
    expect(revs()).toEqual([4, 7, 8]);
  });

  it("come with the user's own, whose action resolves too", async () => {
    const sending = stage.chat.sendMessage({ room_id: "tea", message: "Hello", _id: "mine" });
    await settle();
    push(5);
    const own = message("tea", 4, { _id: "mine", sender_id: "ann" });
    socket.reply(stage.asked("sendMessage"), "message", own);
    expect(await sending).toEqual(own);
    expect(revs()).toEqual([4, 5]);
  });
});
