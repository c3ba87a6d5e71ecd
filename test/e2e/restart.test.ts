// A restart on the same data: everything is still stored, and numbers continue.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "parley-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** Starts a backend with freshly loaded modules, as in another process. */
async function start() {
  vi.resetModules();
  const { startBackend } = await import("../backend.ts");
  return await startBackend({ dataDir });
}

it("keeps rooms, messages, names and read marks, and goes on from their numbers", async () => {
  const first = await start();
  const ann = await first.join("ann");
  await ann.done("connectRooms", { first_name: "Ann" });
  await ann.done("createGroup", { _id: "kept", room_name: "Kept", recipients: ["bob"] });
  await ann.done("sendMessage", { room_id: "kept", message: "one", _id: "one" });
  await ann.done("sendMessage", { room_id: "kept", message: "two" });
  const before = await ann.done("connectRooms");
  await first.close();

  const second = await start();
  const [again, bob] = await Promise.all([second.join("ann"), second.join("bob")]);
  expect(await again.done("connectRooms")).toEqual(before);
  const three = await again.done("sendMessage", { room_id: "kept", message: "three" });
  expect(three).toMatchObject({ seq: 3, rev: 3 });
  const repeat = await again.done("sendMessage", { room_id: "kept", message: "one", _id: "one" });
  expect(repeat).toMatchObject({ seq: 1, rev: 1 });
  expect((await again.done("typing", { room_id: "kept" })).first_name).toBe("Ann");
  const rooms = (await bob.done("connectRooms")) as unknown as { unread_count: number }[];
  expect(rooms[0]?.unread_count).toBe(3);
  await second.close();
});
