// Edits sent again under the same `edit_id`, concurrently and with failing calls: each takes effect once.

import { expect, it } from "vitest";
import { ACTIONS } from "../../protocol/actions.ts";
import { editMessage } from "../../lambdas/chat/edit-message.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { messageId } from "../../lambdas/chat/find-message.ts";
import { InjectedError, MemoryStore, type Fate } from "../../bench/simulation/memory-store.ts";
import { randomFrom, scheduler } from "../../bench/simulation/scheduler.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";
import { aMember, aMessage, aRoom } from "../store/contract/samples.ts";

const SEEDS = Number(process.env.SEEDS ?? 300);
const ROOM = "room";

const someFate = (random: () => number): Fate => {
  const dice = random();
  if (dice < 0.1) return "failed before";
  if (dice < 0.2) return "failed after";
  return dice < 0.3 ? "done twice" : "done";
};

it("whatever fails and however often an edit is sent, it never undoes one that came after it", async () => {
  let known = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const random = randomFrom(seed);
    const schedule = scheduler(random, () => someFate(random));
    let isCalm = true;
    const store = new MemoryStore((call) =>
      isCalm ? Promise.resolve("done") : schedule.turn(call),
    );
    store.tells = () => random() < 0.5;
    let time = 0;
    const now = () => (time += random() < 0.2 ? 100 : 1);
    const message = aMessage(1, { by: "ann", nonce: "0123456789ab" });
    await store.rooms.begin(aRoom({ id: ROOM, memberCount: 1 }), "");
    await store.rooms.enlist(ROOM, [aMember("ann")]);
    await store.rooms.ready(ROOM);
    await store.log.put(ROOM, message);
    await store.log.advance(ROOM, message);
    const message_id = messageId(message);

    const edit = async (text: string) => {
      const frame = { room_id: ROOM, message_id, message: text, edit_id: text };
      const request = simulatedRequest({ store, random, now }, "ann", "c");
      try {
        return (await editMessage(ACTIONS.editMessage.payload.parse(frame), request)).data;
      } catch (error) {
        if (error instanceof ChatError || error instanceof InjectedError) return undefined;
        throw error;
      }
    };
    const together = async (...texts: string[]) => {
      isCalm = false;
      const tasks = texts.map((text) => edit(text));
      await schedule.run(tasks);
      isCalm = true;
    };
    const standing = () => store.message(ROOM, 1)?.content?.message;

    await together("first", "first", "first");
    // An edit that failed before anything was stored cannot be distinguished from a new one.
    if (store.edits.size === 0) continue;
    known += 1;
    await edit("second");
    await together("first", "second", "first");
    expect(standing(), `with seed ${seed}`).toBe("second");
    await edit("third");
    await together("second", "first", "third");
    await edit("first");
    expect(standing(), `with seed ${seed}`).toBe("third");
    expect((await edit("second"))?.message, `with seed ${seed}`).toBe("third");
  }
  expect(known).toBeGreaterThan(SEEDS / 2);
});
