// Tabs that share a connection: what the server gets of them, and what happens when the connection or its tab ends.

import { beforeEach, expect, it } from "vitest";
import type { ChatOptions } from "../../../client/index.ts";
import { shareConnection } from "../../../client/tabs/index.ts";
import {
  fakeServer,
  message,
  pass,
  setStage,
  settle,
  token,
  type FakeServer,
  type FakeSocket,
  type Sent,
  type Stage,
  freezeTime,
} from "../fake-server.ts";
import { fakeSite, type FakeTab } from "./fake-tabs.ts";

let server: FakeServer;
let site: ReturnType<typeof fakeSite>;
freezeTime();
beforeEach(() => {
  server = fakeServer();
  site = fakeSite();
});

/** Opens a tab that follows the room, up to `rev`. */
async function tab(rev = 3, options: Partial<ChatOptions> = {}): Promise<Stage & FakeTab> {
  const fake = site.open();
  const WebSocket = shareConnection("ann", { WebSocket: server.Socket });
  const stage = setStage({ WebSocket, ...options }, server);
  stage.chat.connect();
  await settle();
  if (server.sockets.at(-1)?.state === "connecting") server.sockets.at(-1)?.open();
  await settle();
  stage.chat.follow("tea", rev);
  await settle();
  return { ...stage, ...fake };
}

const latest = (): FakeSocket => server.sockets.at(-1) as FakeSocket;
const told = (stage: Stage) =>
  stage.take("message").map(([, data]) => (data as { _id: string })._id);

/** Loses the connection, and opens the next one. */
async function reconnect(): Promise<void> {
  latest().cut();
  for (let n = 0; latest().state !== "connecting" && n < 100; n++) await pass(250);
  latest().open();
  await settle();
}

const listed = (_id: string) => ({ _id, rev: 3 });

const answer = (revs: readonly number[], rev: number) => (frame: Sent, socket: FakeSocket) => {
  const events = revs.map((each) => ({ event: "message", data: message("tea", each) }));
  const [{ room_id } = { room_id: "" }] = frame.rooms as { room_id: string }[];
  socket.reply(frame, "sync", [{ room_id, events, rev, has_more: false, recovered: true }]);
};

it("after a reconnect one sync asks for all tabs", async () => {
  const tabs = [await tab(), await tab(), await tab()];
  server.answers.sync = answer([4, 5], 5);
  await reconnect();
  expect(latest().of("sync")).toMatchObject([{ rooms: [{ room_id: "tea", after_rev: 3 }] }]);
  for (const each of tabs) expect(told(each)).toEqual(["m4", "m5"]);
});

it("a periodic request goes out once per period, whichever tab sends it first", async () => {
  const timing = { sync: 60_000 };
  const one = await tab(3, { timing });
  await pass(20_000);
  const other = await tab(3, { timing });
  const before = latest().of("sync").length;
  server.answers.sync = answer([4], 4);
  await pass(60_000);
  expect(latest().of("sync")).toHaveLength(before + 1);
  for (const each of [one, other]) expect(told(each)).toEqual(["m4"]);
});

it("a tab that asks again is answered by the server", async () => {
  await tab(3, { timing: { sync: 60_000 } });
  const before = latest().of("sync").length;
  await pass(120_000);
  expect(latest().of("sync")).toHaveLength(before + 2);
});

it("an answer is out of date once something happens in the room", async () => {
  const leader = await tab(3, { timing: { sync: Infinity } });
  const other = await tab(3, { timing: { sync: 30_000 } });
  // The other tab now has a reply that the first tab does not have.
  await pass(30_000);
  server.answers.sync = answer([4], 5);
  latest().frame({ event: "batch", data: [{ event: "message", data: message("tea", 5) }] });
  await pass(2_000);
  for (const each of [leader, other]) expect(told(each)).toEqual(["m4", "m5"]);
});

it("each tab gets the answer from its own cursor on", async () => {
  const [one, other] = [await tab(3), await tab(2)];
  server.answers.sync = (frame, socket) => {
    const [{ after_rev } = { after_rev: 0 }] = frame.rooms as { after_rev: number }[];
    answer([after_rev + 1], after_rev + 1)(frame, socket);
  };
  await reconnect();
  expect(told(one)).toEqual(["m4"]);
  expect(told(other)).toEqual(["m3"]);
});

it("a refusal goes to all tabs that wait for that answer, which ask again", async () => {
  const tabs = [await tab(), await tab()];
  server.answers.sync = (frame, socket) => {
    socket.refuse(frame, "RATE_LIMITED", { retry_after_ms: 1_000 });
  };
  await reconnect();
  const before = latest().of("sync").length;
  server.answers.sync = answer([4], 4);
  // A refusal is not kept: the next tab does not get it.
  tabs.push(await tab());
  expect(latest().of("sync")).toHaveLength(before + 1);
  await pass(5_000);
  for (const each of tabs) expect(told(each)).toEqual(["m4"]);
});

it("the list of rooms is asked for once, page by page, for all tabs", async () => {
  const tabs = [await tab(), await tab(), await tab()];
  server.answers.connectRooms = (frame, socket) => {
    const [data, next] = frame.cursor
      ? [[listed("milk")], {}]
      : [[listed("tea")], { next_cursor: "2" }];
    socket.reply(frame, "connectRooms", data, next);
  };
  const lists = tabs.map(async ({ chat }) => {
    const { rooms, next_cursor: cursor } = await chat.connectRooms();
    const { rooms: more } = await chat.connectRooms({ cursor });
    return [...rooms, ...more].map(({ _id }) => _id);
  });
  await settle();
  expect(await Promise.all(lists)).toEqual(tabs.map(() => ["tea", "milk"]));
  expect(latest().of("connectRooms")).toHaveLength(2);
});

it("a tab that asks for the list again is answered by the server, and so is every tab once something happened", async () => {
  const [one, other] = [await tab(), await tab()];
  server.answers.connectRooms = (frame, socket) => {
    socket.reply(frame, "connectRooms", [listed("tea")]);
  };
  await one.chat.connectRooms();
  await one.chat.connectRooms();
  expect(latest().of("connectRooms")).toHaveLength(2);
  await other.chat.connectRooms();
  expect(latest().of("connectRooms")).toHaveLength(2);
  latest().push("typing", { room_id: "tea", user_id: "bob" });
  const third = await tab();
  await third.chat.connectRooms();
  expect(latest().of("connectRooms")).toHaveLength(2);
  latest().push("message", message("tea", 4));
  const fourth = await tab(4);
  await fourth.chat.connectRooms();
  expect(latest().of("connectRooms")).toHaveLength(3);
});

it("a refused list is refused to all who wait for it, and asked for again", async () => {
  const [one, other] = [await tab(), await tab()];
  const refused = Promise.all(
    [one, other].map(({ chat }) => expect(chat.connectRooms()).rejects.toThrow("FORBIDDEN")),
  );
  await settle();
  const [request, ...more] = latest().of("connectRooms");
  expect(more).toEqual([]);
  latest().refuse(request as Sent, "FORBIDDEN");
  await refused;
  server.answers.connectRooms = (frame, socket) => {
    socket.reply(frame, "connectRooms", [listed("tea")]);
  };
  expect((await other.chat.connectRooms()).rooms).toEqual([listed("tea")]);
});

it("the shared connection is replaced when one tab's token runs out, and the old one is closed", async () => {
  const [one, other] = [await tab(), await tab(3, { token: () => token("ann", 120_000) })];
  const [old] = server.sockets;
  await pass(5_000);
  // The other tab's token does not matter to the connection, which existed before it.
  await pass(110_000);
  expect(server.sockets).toHaveLength(2);
  latest().open();
  await settle();
  latest().push("message", message("tea", 4));
  await settle();
  expect(told(other)).toEqual(["m4"]);
  old?.push("message", message("tea", 4));
  await settle();
  expect(told(one)).toEqual(["m4"]);
  expect([one.chat.state, other.chat.state]).toEqual(["online", "online"]);
  for (const each of [one, other]) {
    expect(
      each
        .take("connection")
        .filter(([, change]) => (change as { state: string }).state === "offline"),
    ).toEqual([]);
  }
  one.chat.close();
  expect(old?.state).toBe("closed");
  expect(latest().state).toBe("open");
});

it("another tab takes over when the leading one closes", async () => {
  const [leader, one, other] = [await tab(), await tab(), await tab()];
  const before = server.sockets.length;
  server.answers.sync = answer([4], 4);
  leader.close();
  for (let n = 0; server.sockets.length === before && n < 100; n++) await pass(250);
  latest().open();
  await settle();
  for (const each of [one, other]) expect(told(each)).toEqual(["m4"]);
  expect(server.sockets).toHaveLength(before + 1);
});

it("a leading tab that stops answering is replaced by the tab that asked it, and then closes its own connection", async () => {
  const leader = await tab();
  leader.silence();
  const one = await tab();
  expect(one.chat.state).toBe("connecting");
  await pass(5_000);
  expect(server.sockets).toHaveLength(2);
  latest().open();
  await settle();
  expect(one.chat.state).toBe("online");
  expect(server.sockets.map(({ state }) => state)).toEqual(["closed", "open"]);
});

it("a leader that was replaced leads again once the new leader closes", async () => {
  const leader = await tab();
  leader.silence();
  const one = await tab();
  await pass(5_000);
  latest().open();
  await settle();
  one.close();
  for (let n = 0; server.sockets.length === 2 && n < 100; n++) await pass(250);
  latest().open();
  await settle();
  expect(server.sockets).toHaveLength(3);
  expect(leader.chat.state).toBe("online");
});
