// A change whose outcome is unknown: when the client repeats it, and when it need not.

import { beforeEach, describe, expect, it } from "vitest";
import { openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

describe("an edit that was cut off", () => {
  const edited = (rev: number, text: string, user_id = "ann") => ({
    room_id: "tea",
    message_id: "m1",
    message: text,
    user_id,
    rev,
  });
  const edit = () => stage.chat.editMessage({ room_id: "tea", message_id: "m1", message: "mine" });
  const missed = (...events: object[]) => {
    stage.answers.sync = (frame, on) => {
      const answer = { room_id: "tea", rev: 9, has_more: false, recovered: true };
      on.reply(frame, "sync", [{ ...answer, events }]);
    };
  };
  beforeEach(() => stage.follow({ tea: 3 }));

  it("is repeated", async () => {
    void edit().catch(() => undefined);
    await settle();
    socket.cut();
    await reconnect();
    expect(stage.asked("editMessage")).toMatchObject({ message: "mine", message_id: "m1" });
  });

  it("is not repeated after a newer edit of the same message, which becomes its answer", async () => {
    const editing = edit();
    await settle();
    const newer = edited(5, "from the other device");
    missed({ event: "edited", data: edited(4, newer.message) }, { event: "edited", data: newer });
    socket.cut();
    await reconnect();
    expect(await editing).toEqual(newer);
    expect(socket.of("editMessage")).toEqual([]);
  });

  it("is repeated after an older edit", async () => {
    socket.push("edited", edited(5, "earlier"));
    void edit().catch(() => undefined);
    await settle();
    missed({ event: "edited", data: edited(4, "earlier") });
    socket.cut();
    await reconnect();
    expect(stage.take("edited")).toHaveLength(2);
    expect(socket.of("editMessage")).toHaveLength(1);
  });

  it.each([
    ["another message", { message_id: "m2" }],
    ["another room", { room_id: "cake" }],
  ])("is repeated after an edit of %s", async (_of, other) => {
    void edit().catch(() => undefined);
    await settle();
    socket.cut();
    await reconnect();
    socket.push("edited", { ...edited(4, "other"), ...other });
    socket.cut();
    await reconnect();
    expect(socket.of("editMessage")).toHaveLength(1);
  });
});

it("a pin that was cut off is not answered by another user's pin", async () => {
  await stage.follow({ tea: 3 });
  const pin = { room_id: "tea", _id: "m1", pin_message: true };
  void stage.chat.pinMessage(pin).catch(() => undefined);
  await settle();
  socket.push("pin_message", { ...pin, user_id: "bob", rev: 4 });
  socket.push("pin_message", { ...pin, user_id: "ann", pin_message: false, rev: 5 });
  socket.cut();
  await reconnect();
  expect(socket.of("pinMessage")).toHaveLength(1);
});
