// Input and events that should not happen, and do: nothing throws, leaks or stalls.

import { describe, expect, it, vi } from "vitest";
import { ChatError } from "../../client/index.ts";
import { message, pass, openStage, setStage, settle } from "./fake-server.ts";
import { openBeforeEach, reconnect, socket, stage } from "./opened-stage.ts";

openBeforeEach(openStage);

describe("a request that cannot be sent rejects with ChatError, and never otherwise", () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;
  const any = () =>
    stage.chat as unknown as Record<string, (payload?: unknown) => Promise<unknown>>;

  it.each([
    ["sendMessage", { room_id: "tea", attachments: [1n] }],
    ["sendMessage", { room_id: "tea", attachments: [circular] }],
    ["sendNewMessage", undefined],
    ["sendNewMessage", { recipient_id: "bob" }],
    ["getMembers", { room_id: "tea", limit: 1n }],
    ["messageSeen", { room_id: "tea", seq: 1n }],
  ])("%s", async (action, payload) => {
    const asking = any()[action]?.(payload);
    await expect(asking).rejects.toBeInstanceOf(ChatError);
    await expect(asking).rejects.toMatchObject({ code: "BAD_REQUEST", retryable: false });
  });

  it.each(["sendMessage", "createGroup", "editMessage", "getMessages", "getPins", "getMembers"])(
    "%s without a payload is the server's to refuse, and throws nothing here",
    async (action) => {
      const asking = any()[action]?.();
      stage.answers[action] = (frame, on) => {
        on.refuse(frame, "BAD_REQUEST");
      };
      await expect(asking).rejects.toMatchObject({ code: "BAD_REQUEST" });
    },
  );

  it.each([
    [
      "a payload that throws",
      "sendMessage",
      {
        get room_id(): never {
          throw new Error("mine");
        },
      },
      {},
    ],
    ["null as options of a request", "ping", {}, null],
    ["null as options of a change", "sendMessage", { room_id: "tea", message: 1n }, null],
    ["a signal that is none", "getMembers", { room_id: "tea" }, { signal: 5 }],
  ])("%s", async (_, action, payload, options) => {
    const chat = stage.chat as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const outcome = await chat[action]?.(payload, options).catch((error: unknown) => error);
    if (action === "ping") expect(outcome).toEqual({});
    else expect(outcome).toMatchObject({ name: "ChatError", code: "BAD_REQUEST" });
    await chat.ready?.(null);
  });

  it("typing and messageSeen without a payload", async () => {
    for (const action of ["typing", "messageSeen"]) {
      stage.answers[action] = (frame, on) => {
        on.refuse(frame, "BAD_REQUEST");
      };
    }
    expect(await any().typing?.()).toBeUndefined();
    await expect(any().messageSeen?.()).rejects.toBeInstanceOf(ChatError);
  });

  it("a payload that is changed later goes out as it was", async () => {
    const payload = { room_id: "tea", message: "as it was" };
    stage.chat.sendMessage(payload).catch(() => undefined);
    payload.message = "changed";
    await settle();
    expect(stage.asked("sendMessage").message).toBe("as it was");
  });
});

describe("frames", () => {
  it.each([
    "message",
    "seen",
    "typing",
    "group_ann",
    "ann",
    "error",
    "batch",
    "sync",
    "unheard of",
  ])("without data do no harm: %s", async (event) => {
    await stage.follow({ tea: 3 });
    for (const data of [undefined, null, 7, "text", []]) socket.push(event, data);
    socket.push("message", message("tea", 4));
    expect(stage.take("message")).toHaveLength(1);
    expect(stage.chat.state).toBe("online");
  });

  it("that come as a batch are taken one by one, in order", async () => {
    expect(socket.url.searchParams.get("batch")).toBe("1");
    await stage.follow({ tea: 3, cake: 1 });
    socket.push("batch", [
      { event: "message", data: message("tea", 4) },
      null,
      { event: "edited", data: { room_id: "tea", rev: 5 } },
      { event: "message", data: message("cake", 2) },
      { event: "typing", data: { room_id: "tea", user_id: "cid" } },
    ]);
    expect(stage.take().map(([event]) => event)).toEqual([
      "message",
      "edited",
      "message",
      "typing",
    ]);
  });

  it("with errors that answer no request are emitted", () => {
    socket.push("error", { code: "BAD_JSON", message: "No JSON.", retryable: false });
    expect(stage.take("error")).toMatchObject([["error", { code: "BAD_JSON" }]]);
  });
});

describe("in great numbers", () => {
  it("5,000 events that wait for an earlier one are emitted once it comes", async () => {
    await stage.follow({ tea: 3 });
    for (let rev = 5_004; rev > 4; rev--) socket.push("message", message("tea", rev));
    expect(stage.take("message")).toEqual([]);
    socket.push("message", message("tea", 4));
    const revs = stage.take("message").map(([, data]) => (data as { rev: number }).rev);
    expect(revs).toEqual(Array.from({ length: 5_001 }, (_, index) => index + 4));
  });

  it("thousands of reconnects leave nothing behind", async () => {
    await stage.follow({ tea: 3 });
    const asking = stage.chat.getMembers({ room_id: "tea" });
    let timers = 0;
    for (let n = 0; n < 2_000; n++) {
      if (n === 10) timers = vi.getTimerCount();
      stage.latest().cut();
      stage.chat.check();
      await settle();
      stage.sockets.splice(0, stage.sockets.length - 1);
      stage.latest().open();
      await settle();
    }
    expect(vi.getTimerCount()).toBe(timers);
    stage.latest().reply(stage.asked("getMembers"), "members", { room_id: "tea", members: [] });
    expect(await asking).toMatchObject({ members: [] });
  });

  it("a request that is given up while it waits for a connection leaves nothing behind", async () => {
    socket.cut();
    const timers = vi.getTimerCount();
    const controller = new AbortController();
    const { signal } = controller;
    const options = { signal, deadline: Date.now() + 60_000 };
    const asking = Array.from({ length: 100 }, () =>
      stage.chat.getMembers({ room_id: "tea" }, options).catch(() => undefined),
    );
    controller.abort();
    await Promise.all(asking);
    expect(vi.getTimerCount()).toBe(timers);
  });
});

it("a signal that outlives its requests has no listener of theirs left", async () => {
  const { signal } = new AbortController();
  const [added, removed] = [
    vi.spyOn(signal, "addEventListener"),
    vi.spyOn(signal, "removeEventListener"),
  ];
  const asking = stage.chat.getMembers({ room_id: "tea" }, { signal });
  await settle();
  socket.reply(stage.asked("getMembers"), "members", { room_id: "tea", members: [] });
  await asking;
  expect(removed.mock.calls).toEqual(added.mock.calls.map(([type, listener]) => [type, listener]));
  expect(removed).toHaveBeenCalledOnce();
});

it("RATE_LIMITED is waited out, however often, and does not count as an attempt", async () => {
  const asking = stage.chat.getMembers({ room_id: "tea" });
  await settle();
  for (let n = 0; n < 10; n++) {
    socket.refuse(stage.asked("getMembers"), "RATE_LIMITED", { retry_after_ms: 5_000 });
    await pass(4_999);
    expect(socket.of("getMembers")).toHaveLength(n + 1);
    await pass(1 + Math.min(30_000, 500 * 2 ** n));
    expect(socket.of("getMembers")).toHaveLength(n + 2);
  }
  socket.reply(stage.asked("getMembers"), "members", { room_id: "tea", members: [] });
  expect(await asking).toMatchObject({ members: [] });
});

it("an edit has an id, the same one in each repeat, and another in the next", async () => {
  const edit = (message_id: string) => {
    stage.chat.editMessage({ room_id: "tea", message_id, message: "new" }).catch(() => undefined);
  };
  edit("m1");
  await settle();
  const { edit_id } = stage.asked("editMessage");
  expect(edit_id).toMatch(/^[0-9a-f]{32}$/);
  await reconnect();
  expect(stage.asked("editMessage").edit_id).toBe(edit_id);
  socket.reply(stage.asked("editMessage"), "edited", { room_id: "tea", rev: 1 });
  edit("m2");
  await settle();
  expect(stage.asked("editMessage").edit_id).not.toBe(edit_id);
});

it("works where the platform has no document, URL, crypto, atob, TextEncoder or fetch", async () => {
  vi.mocked(Math.random).mockRestore();
  for (const name of ["URL", "crypto", "atob", "TextEncoder", "fetch", "addEventListener"]) {
    vi.stubGlobal(name, undefined);
  }
  stage.chat.close();
  class Socket {
    readonly sent: string[] = [];
    onopen: (() => void) | null = null;
    onmessage = null;
    onclose = null;
    onerror = null;
    send(text: string) {
      this.sent.push(text);
    }
    close() {
      this.onopen = null;
    }
  }
  const sockets: Socket[] = [];
  const other = setStage({
    WebSocket: class extends Socket {
      constructor() {
        super();
        sockets.push(this);
      }
    },
  });
  other.chat.connect();
  await settle();
  sockets[0]?.onopen?.();
  const ids = ["ä".repeat(100), "two"].map((text) => {
    other.chat.sendMessage({ room_id: text, message: text }).catch(() => undefined);
    return text;
  });
  await settle();
  expect(other.chat.userId).toBe("ann");
  const frames = (sockets[0]?.sent ?? []).map((text) => JSON.parse(text) as { _id?: string });
  const chosen = frames.flatMap(({ _id }) => _id ?? []);
  expect(new Set(chosen).size).toBe(ids.length);
  for (const id of chosen) expect(id).toMatch(/^[0-9a-f]{32}$/);
  other.chat.close();
  vi.unstubAllGlobals();
});
