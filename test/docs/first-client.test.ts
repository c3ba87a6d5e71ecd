// docs/first-client.md: its JavaScript, run unchanged against the whole backend.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { WebSocket, type MessageEvent } from "undici";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import { codeBlock } from "./code-blocks.ts";

type Data = Record<string, unknown>;
type OnEvent = (event: string, data: Data) => void;
type StayConnected = (url: string, getToken: () => Promise<string>, onEvent: OnEvent) => unknown;

let backend: Backend;
let folder: string;

beforeAll(async () => {
  backend = await startBackend();
  folder = await mkdtemp(join(tmpdir(), "parley-first-client-"));
  const { host } = new URL(backend.server.httpUrl);
  const files = {
    "connect.js": codeBlock("first-client.md", "js", "export async function connect"),
    "first.js": codeBlock("first-client.md", "js", 'chat.request("sendNewMessage"'),
    "stay-connected.js": codeBlock("first-client.md", "js", "export function stayConnected"),
    "package.json": '{ "type": "module" }',
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text.replaceAll("localhost:3000", host));
  }
});

afterAll(async () => {
  await backend.close();
  await rm(folder, { recursive: true });
});

const load = (file: string): Promise<unknown> => import(pathToFileURL(join(folder, file)).href);

describe("the first client in JavaScript", () => {
  it("sends, gets the event as the reply, and gets the reason of a refusal", async () => {
    vi.stubGlobal("WebSocket", WebSocket);
    const printed = vi.spyOn(console, "log").mockReturnValue();
    const bob = await backend.join("bob");
    await load("first.js");
    const { data } = await bob.heard("bob");
    expect(data.message).toBe("Hi, Bob");
    expect(printed.mock.calls).toEqual([
      ["ann", { ...data, room: expect.anything() as unknown }],
      ["stored as number", 1, "of room", data.room_id],
      ["BAD_REQUEST", false, "message: may be empty only with an attachment"],
    ]);
    printed.mockRestore();
  });
});

/** A WebSocket that delivers each message event twice, after the next frame. */
class Disorderly extends WebSocket {
  static readonly open: Disorderly[] = [];
  static isOn = false;
  #held: MessageEvent | undefined;

  constructor(url: string) {
    super(url);
    Disorderly.open.push(this);
  }

  override set onmessage(listen: (event: MessageEvent) => void) {
    super.onmessage = (event) => {
      if (Disorderly.isOn && !this.#held && String(event.data).startsWith('{"event":"message"')) {
        this.#held = event;
        return;
      }
      listen(event);
      if (!this.#held) return;
      listen(this.#held);
      listen(this.#held);
      this.#held = undefined;
    };
  }
}

/** Starts a client of stay-connected.js. The test controls when it receives a token. */
async function startClient(user: string) {
  const { stayConnected } = (await load("stay-connected.js")) as { stayConnected: StayConnected };
  vi.stubGlobal("WebSocket", Disorderly);
  vi.spyOn(Math, "random").mockReturnValue(0);
  const heard: [string, Data][] = [];
  const waiting: [() => boolean, () => void][] = [];
  let gate = Promise.resolve();
  const getToken = async () => {
    await gate;
    return await backend.server.issuer.sign(user);
  };
  stayConnected(backend.server.url, getToken, (event, data) => {
    heard.push([event, data]);
    for (const [isThere, resolve] of waiting) if (isThere()) resolve();
  });
  const namesOf = () => heard.map(([event]) => event);
  return {
    /** The events of rooms so far, as `<name> <rev>`. */
    events: () =>
      heard.filter(([, { rev }]) => rev).map(([event, { rev }]) => `${event} ${String(rev)}`),
    namesOf,
    /** Resolves once the client has received the event `times` times since its start. */
    hears: (name: string, times = 1) =>
      new Promise<void>((resolve) => {
        const isThere = () => namesOf().filter((event) => event === name).length >= times;
        if (isThere()) resolve();
        else waiting.push([isThere, resolve]);
      }),
    /** Closes the connection. The next one opens only after the returned function is called. */
    async cut() {
      let reopen = (): void => undefined;
      gate = new Promise((resolve) => (reopen = resolve));
      const socket = Disorderly.open.at(-1);
      const closed = new Promise((resolve) => socket?.addEventListener("close", resolve));
      socket?.close();
      await closed;
      return reopen;
    },
  };
}

describe("the client in JavaScript that stays connected", () => {
  it("gets the events that it missed, once and in order", async () => {
    const bob = await backend.join("bob");
    const dan = await startClient("dan");
    await dan.hears("connectRooms");
    await bob.done("createGroup", { _id: "missed", room_name: "Missed", recipients: ["dan"] });
    const say = (message: string) => bob.done("sendMessage", { room_id: "missed", message });
    await say("one");
    await dan.hears("message");
    const reopen = await dan.cut();
    await say("two");
    await say("three");
    reopen();
    await dan.hears("message", 3);
    await say("four");
    await dan.hears("message", 4);
    expect(dan.events()).toEqual(["message 1", "message 2", "message 3", "message 4"]);
  });

  it("puts frames that overtake each other in order, and drops those that come twice", async () => {
    const bob = await backend.join("bob");
    const eve = await startClient("eve");
    await eve.hears("connectRooms");
    await bob.done("createGroup", { _id: "disorder", room_name: "Disorder", recipients: ["eve"] });
    await eve.hears("group_eve");
    Disorderly.isOn = true;
    for (const message of ["one", "two", "three", "four"]) {
      await bob.done("sendMessage", { room_id: "disorder", message });
    }
    Disorderly.isOn = false;
    await eve.hears("message", 4);
    expect(eve.events()).toEqual(["message 1", "message 2", "message 3", "message 4"]);
  });

  it("is told when to load a room again", async () => {
    const bob = await backend.join("bob");
    await bob.done("createGroup", { _id: "left", room_name: "Left", recipients: ["fay"] });
    const fay = await startClient("fay");
    await fay.hears("connectRooms");
    const reopen = await fay.cut();
    await bob.done("removeMember", { room_id: "left", user_id: "fay" });
    reopen();
    await fay.hears("reload");
    expect(fay.events()).toEqual(["member_removed 1"]);
  });
});
