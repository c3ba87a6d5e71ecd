// A room as an async sequence, whose reader may take any time between two steps.

import { beforeEach, expect, it } from "vitest";
import { watch, type RoomUpdate } from "../../client/index.ts";
import { message, pass, openStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);
beforeEach(() => stage.follow({ tea: 3 }));

const push = (...revs: number[]) => {
  for (const rev of revs) socket.push("message", message("tea", rev));
};
const page = (rev: number) => {
  const messages = [message("tea", rev)];
  const data = { room_id: "tea", messages, has_more: false, rev };
  stage.latest().reply(stage.asked("getMessages"), "messages", data);
};
const told = ({ event, data }: RoomUpdate) =>
  event === "messages"
    ? `page: ${data.messages.map(({ _id }) => _id).join(" ")}`
    : `${event} ${String(data.rev)}`;

it("loses nothing for a slow reader that awaits between the page and later events", async () => {
  const story: string[] = [];
  const reading = (async () => {
    for await (const update of watch(stage.chat, { room_id: "tea" })) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      story.push(told(update));
    }
  })();
  await settle();
  push(4);
  page(3);
  push(5);
  await settle();
  push(6);
  await pass(500);
  socket.push("edited", { room_id: "tea", rev: 7, message_id: "m6", message: "new" });
  socket.push("member_removed", { room_id: "tea", rev: 8, user_id: "ann" });
  await pass(10_000);
  expect(story).toEqual(["page: m3 m4 m5", "message 6", "edited 7", "member_removed 8"]);
  await reading;
});

it("begins again with a page if more was missed than sync replays", async () => {
  const updates = watch(stage.chat, { room_id: "tea" });
  const first = updates.next();
  await settle();
  page(3);
  await first;
  stage.answers.sync = (frame, on) => {
    on.reply(frame, "sync", [{ room_id: "tea", recovered: false, events: [], rev: 3 }]);
  };
  await reconnect();
  page(2_000);
  const { value } = (await updates.next()) as { value: RoomUpdate };
  expect(told(value)).toBe("page: m2000");
  await updates.return();
});

it.each([
  [
    "the room is refused",
    "FORBIDDEN",
    () => {
      socket.refuse(stage.asked("getMessages"), "FORBIDDEN");
    },
  ],
  [
    "the chat is closed",
    "CLOSED",
    () => {
      stage.chat.close();
    },
  ],
])("throws if %s", async (_when, code, act) => {
  const reading = expect(watch(stage.chat, { room_id: "tea" }).next()).rejects.toMatchObject({
    code,
  });
  await settle();
  act();
  await reading;
});

it("ends by its signal, and then by itself", async () => {
  const { signal, ...controller } = abortable();
  const updates = watch(stage.chat, { room_id: "tea" }, { signal });
  const reading = expect(updates.next()).rejects.toMatchObject({ code: "ABORTED" });
  await settle();
  controller.abort();
  await reading;
  expect(await updates.next()).toEqual({ done: true, value: undefined });
});

const abortable = () => {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    abort: () => {
      controller.abort();
    },
  };
};
