// The outbox after a reload: what was written is sent once, in order, and does not overwrite newer edits.

import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { PATIENT } from "../patience.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { openHarness, type HarnessWindow } from "./harness-page.ts";

describePage("what was written before a reload", () => {
  const fixture = setUpFixture();
  let context: BrowserContext;
  let bob: TestUser;
  let phone: TestUser;
  let user: string;

  beforeAll(async () => {
    bob = await fixture.backend.join(newPerson("Bob").id);
  });
  afterAll(() => bob.leave());
  beforeEach(async () => {
    user = newPerson("Ann").id;
    context = await fixture.newContext();
    phone = await fixture.backend.join(user);
    for (const _id of rooms()) {
      await phone.done("createGroup", { _id, room_name: "Tea", recipients: [bob.id] });
    }
  });
  afterEach(() => context.close());

  const rooms = (): [string, string] => [`tea-${user}`, `chess-${user}`];
  async function textsIn(room_id: string): Promise<string[]> {
    const { messages } = await bob.done("getMessages", { room_id });
    return (messages as { message: string }[]).map(({ message }) => message);
  }

  const start = (window: HarnessWindow, keep: string): Promise<void> =>
    window.run(`harness.start(${JSON.stringify({ user, keep })})`);
  const post = (window: HarnessWindow, action: string, payload: object): Promise<void> =>
    window.run(`harness.post("${action}", ${JSON.stringify(payload)})`);
  /** The number of requests in the storage, which the outbox reads some time after the start. */
  const stored = (window: HarnessWindow): Promise<number> => window.run<number>("harness.kept()");
  /** Reloads like a user, at any moment, without closing the chat first. Resolves once all requests were answered. */
  async function reload(window: HarnessWindow, keep: string): Promise<void> {
    await window.page.reload();
    await start(window, keep);
    await window.run("harness.connect()");
    await vi.waitFor(async () => {
      expect(await stored(window)).toBe(0);
    }, PATIENT);
  }

  it.each(["IndexedDB", "localStorage"])("goes out once and in order, from %s", async (keep) => {
    const [room_id] = rooms();
    const window = await openHarness(context, fixture.backend.server.httpUrl);
    await start(window, keep);
    const texts = Array.from({ length: 12 }, (_, place) => `no. ${place}`);
    for (const message of texts) await post(window, "sendMessage", { room_id, message });
    await vi.waitFor(async () => {
      expect(await stored(window)).toBe(12);
    }, PATIENT);
    await reload(window, keep);
    expect(await textsIn(room_id)).toEqual(texts);
    await reload(window, keep);
    expect(await textsIn(room_id)).toEqual(texts);
  });

  it.each(["IndexedDB", "localStorage"])("shows at once what was there, from %s", async (keep) => {
    const [room_id] = rooms();
    const shown = (window: HarnessWindow) =>
      window.run<string[]>(`harness.texts(${JSON.stringify(room_id)})`);
    const open = async (window: HarnessWindow) => {
      await start(window, keep);
      await window.run(`harness.hold(); harness.store.open(${JSON.stringify(room_id)}); undefined`);
    };
    await phone.done("sendMessage", { room_id, message: "before" });
    const window = await openHarness(context, fixture.backend.server.httpUrl);
    await open(window);
    await window.run("harness.connect()");
    await vi.waitFor(async () => {
      expect(await window.run<number>("harness.rooms(1)")).toBe(1);
    }, PATIENT);

    await window.page.reload();
    await phone.done("sendMessage", { room_id, message: "meanwhile" });
    await open(window);
    // There is no connection yet.
    await vi.waitFor(async () => {
      expect(await shown(window)).toEqual(["before"]);
    }, PATIENT);
    await window.run("harness.connect()");
    await vi.waitFor(async () => {
      expect(await shown(window)).toEqual(["before", "meanwhile"]);
    }, PATIENT);
  });

  it("is not done again over a newer edit or a newer name", async () => {
    const [tea, chess] = rooms();
    const { _id: message_id } = await phone.done("sendMessage", { room_id: tea, message: "old" });
    let isLost = false;
    await context.routeWebSocket(/\/local/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((frame) => {
        if (!isLost) socket.send(frame);
      });
    });
    const window = await openHarness(context, fixture.backend.server.httpUrl);
    await start(window, "IndexedDB");
    await window.run("harness.connect()");
    await window.run("harness.chat.connectRooms()");

    // Both edits are stored, but their answers are lost.
    isLost = true;
    await post(window, "editMessage", { room_id: tea, message_id, message: "first edit" });
    await post(window, "updateRoom", { room_id: chess, room_name: "first name" });
    await Promise.all([bob.heard("edited"), bob.heard("room_updated")]);
    await vi.waitFor(async () => {
      expect(await stored(window)).toBe(2);
    }, PATIENT);
    await phone.done("editMessage", { room_id: tea, message_id, message: "second edit" });
    await phone.done("updateRoom", { room_id: chess, room_name: "second name" });

    isLost = false;
    await reload(window, "IndexedDB");
    expect(await textsIn(tea)).toEqual(["second edit"]);
    const { data } = await bob.ask("connectRooms");
    const names = (data as unknown as { _id: string; room_name: string }[]).map(
      ({ _id, room_name }) => [_id, room_name],
    );
    expect(names).toContainEqual([chess, "second name"]);
  });
});
