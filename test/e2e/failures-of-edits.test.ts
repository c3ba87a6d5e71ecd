// An edit with an `edit_id` that fails at any call, then a newer edit, then the first again: the newer text stays.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Fault } from "../aws-calls.ts";
import { startBackend, type Backend } from "../backend.ts";
import { seedWorld } from "./seeded-world.ts";
import { leaveWorld, type World } from "./scenarios.ts";

describe("an edit that failed, sent again after a newer one", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend.close());
  // Time is frozen, as in `failuresOf`.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const edit = ({ ann, room, chosen }: World, edit_id: string) =>
    ann.ask("editMessage", { room_id: room, message_id: chosen, message: edit_id, edit_id });
  async function setOut(): Promise<World> {
    const world = await seedWorld(backend);
    await backend.settled();
    return world;
  }
  async function textOf({ ann, room, chosen }: World): Promise<unknown> {
    const { messages } = await ann.done("getMessages", { room_id: room });
    return (messages as { _id: string; message: string }[]).find(({ _id }) => _id === chosen)
      ?.message;
  }

  it.each<Fault>(["before", "after", "repeated"])(
    "undoes nothing, at whichever call it had failed once it was noted: %s",
    async (fault) => {
      const first = await setOut();
      const calls = await backend.aws.during(async () => {
        await edit(first, "first");
        await backend.settled();
      });
      const names = calls.map(({ name }) => name);
      await leaveWorld(first);
      // A failure before the note is stored leaves no trace of the edit, so the repeat is then the first attempt.
      const note = names.indexOf("PutItemCommand");
      expect(note).toBeGreaterThanOrEqual(0);
      for (let n = note + (fault === "before" ? 2 : 1); n <= names.length; n++) {
        const world = await setOut();
        backend.aws.failAt(n, fault);
        await edit(world, "first");
        await backend.settled();
        expect(backend.aws.failed(), `call ${n} of ${names.length} was made`).toBe(true);

        expect((await edit(world, "newer")).event).toBe("edited");
        const again = await edit(world, "first");
        expect(again, `after call ${n}`).toMatchObject({
          event: "edited",
          data: { message: "newer" },
        });
        expect(again.data).not.toHaveProperty("edit_id");
        expect(await textOf(world), `after call ${n}`).toBe("newer");
        await leaveWorld(world);
      }
    },
  );

  it("changes nothing, and is answered with the present text, whatever came between", async () => {
    const world = await setOut();
    const { ann, room, chosen } = world;
    const first = await edit(world, "first");
    const second = await edit(world, "second");
    expect((await edit(world, "first")).data).toEqual(second.data);
    await ann.done("pinMessage", { room_id: room, _id: chosen, pin_message: true });
    const third = await edit(world, "third");
    expect((await edit(world, "second")).data).toEqual(third.data);
    expect((await edit(world, "first")).data).toEqual(third.data);
    expect(first.data.message).toBe("first");
    expect(await textOf(world)).toBe("third");
    await leaveWorld(world);
  });

  it("counts per message: the same edit_id edits another one", async () => {
    const world = await setOut();
    const { ann, room } = world;
    await edit(world, "first");
    const other = await ann.done("sendMessage", { room_id: room, message: "other" });
    const edited = await ann.done("editMessage", {
      room_id: room,
      message_id: other._id,
      message: "edited",
      edit_id: "first",
    });
    expect(edited.message).toBe("edited");
    await leaveWorld(world);
  });
});
