// The tabs of one user share a connection.

import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { PATIENT } from "../patience.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { describePage, newPerson, setUpFixture } from "./fixture.ts";
import { openHarness, type HarnessWindow } from "./harness-page.ts";

describePage("tabs that share a connection", () => {
  const fixture = setUpFixture();
  let context: BrowserContext;
  let bob: TestUser;
  let user = "ann";

  beforeAll(async () => {
    bob = await fixture.backend.join(newPerson("Bob").id);
  });
  afterAll(() => bob.leave());
  beforeEach(async () => {
    user = newPerson("Ann").id;
    context = await fixture.newContext();
    await bob.done("createGroup", { _id: room(), room_name: "Tea", recipients: [user] });
  });
  afterEach(() => context.close());

  const room = (): string => `tea-${user}`;

  async function tab(): Promise<HarnessWindow> {
    const window = await openHarness(context, fixture.backend.server.httpUrl);
    await window.run(`harness.start(${JSON.stringify({ user, isShared: true })})`);
    await window.run("harness.connect()");
    await window.run("harness.chat.connectRooms()");
    return window;
  }

  const say = (window: HarnessWindow, message: string): Promise<void> =>
    window.run(`harness.post("sendMessage", ${JSON.stringify({ room_id: room(), message })})`);

  const everybodyHeard = (windows: readonly HarnessWindow[], texts: readonly string[]) =>
    vi.waitFor(async () => {
      for (const window of windows) expect(await window.heard()).toEqual(texts);
    }, PATIENT);

  it("hear the same, once and in order, over one WebSocket, whichever of them writes", async () => {
    const [one, other] = [await tab(), await tab()];
    await bob.done("sendMessage", { room_id: room(), message: "from bob" });
    await everybodyHeard([one, other], ["from bob"]);
    await say(one, "from the first");
    await everybodyHeard([one, other], ["from bob", "from the first"]);
    await say(other, "from the second");
    await everybodyHeard([one, other], ["from bob", "from the first", "from the second"]);
    expect([one.sockets.opened, other.sockets.opened]).toEqual([1, 0]);
    // Only the tab that sent a request receives its refusal.
    await one.run('harness.post("sendMessage", { room_id: "elsewhere", message: "no" })');
    await vi.waitFor(async () => {
      expect(await one.run<string[]>("harness.settled")).toHaveLength(2);
    }, PATIENT);
    expect(await one.run<string[]>("harness.settled")).toEqual([
      "sendMessage",
      expect.stringContaining("member"),
    ]);
    expect(await other.run<string[]>("harness.settled")).toEqual(["sendMessage"]);
  });

  it("go on without the one that has the connection, losing and doubling nothing", async () => {
    const [leader, one, other] = [await tab(), await tab(), await tab()];
    const written = Array.from({ length: 12 }, (_, place) => `no. ${place}`);
    for (const [place, text] of written.entries()) {
      await say(place % 2 ? one : other, text);
      if (place === 5) await leader.page.close();
    }
    await bob.done("sendMessage", { room_id: room(), message: "meanwhile" });
    const windows = [one, other];
    await vi.waitFor(async () => {
      for (const window of windows) expect(await window.heard()).toHaveLength(13);
    }, PATIENT);
    const [heard = [], same] = await Promise.all(windows.map((window) => window.heard()));
    expect(same).toEqual(heard);
    expect([...heard].sort()).toEqual([...written, "meanwhile"].sort());
    // The messages of each tab are in the order in which it wrote them.
    for (const parity of [0, 1]) {
      const own = written.filter((_, place) => place % 2 === parity);
      expect(heard.filter((text) => own.includes(text))).toEqual(own);
    }
    expect(one.sockets.open + other.sockets.open).toBe(1);
  });

  it("keep the connection when one closes its chat, and close it when all have", async () => {
    const [one, other] = [await tab(), await tab()];
    await one.run("harness.chat.close()");
    await say(other, "still here");
    await everybodyHeard([other], ["still here"]);
    expect([one.sockets.open, other.sockets.open]).toEqual([1, 0]);
    await other.run("harness.chat.close()");
    await vi.waitFor(() => {
      expect([one.sockets.open, other.sockets.open]).toEqual([0, 0]);
    }, PATIENT);
  });
});
