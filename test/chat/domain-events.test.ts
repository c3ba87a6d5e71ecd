// Domain events for other systems: of messages, of rooms, and of users that a message did not reach.

import { beforeEach, describe, expect, it } from "vitest";
import { DOMAIN_EVENTS, type DomainEvent } from "../../protocol/domain-events.ts";
import { IDS_PER_EVENT, messageSent } from "../../lambdas/chat/domain-events.ts";
import { fanOut, fanOutSlice } from "../../lambdas/chat/fan-out.ts";
import type { FanOutContext } from "../../lambdas/chat/fan-out-context.ts";
import type { StoredMessage } from "../../lambdas/chat/model.ts";
import { aMessage } from "../store/contract/samples.ts";
import { append, fanOutWorld, seedRoom, received, ROOM, type TestWorld } from "./fan-out-world.ts";

const saying = (message: string): StoredMessage => {
  const sent = aMessage(1);
  return { ...sent, content: { ...sent.content, message } } as StoredMessage;
};
const textOf = (message: string): unknown => {
  const [event] = messageSent(ROOM, saying(message), []);
  return event?.type === "MessageSent" && event.detail.text;
};

describe("MessageSent", () => {
  it("has the first 200 characters, and cuts no character in two", () => {
    expect(textOf("a".repeat(201))).toBe("a".repeat(200));
    const family = "👩‍👩‍👧";
    expect(textOf("a".repeat(199) + family + family)).toBe("a".repeat(199) + family);
  });

  it("becomes as many events as its offline members need, each within EventBridge's size limit", () => {
    const ids = Array.from({ length: 2 * IDS_PER_EVENT + 1 }, (_, i) => String(i).padEnd(128, "x"));
    const events = messageSent(ROOM, saying("é".repeat(8_000)), ids);
    const details = events.map(({ detail }) => DOMAIN_EVENTS.MessageSent.parse(detail));
    expect(details.flatMap(({ offline_user_ids }) => offline_user_ids)).toEqual(ids);
    expect(details.map(({ continued }) => continued)).toEqual([undefined, true, true]);
    for (const detail of details) {
      expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(256_000 / 1.5);
    }
  });

  it("is not published for a message that was deleted before the fan-out got to it", () => {
    const { content: _content, ...gone } = saying("secret");
    expect(messageSent(ROOM, { ...gone, deleted: { rev: 2, by: "ann", at: 1 } }, ["bob"])).toEqual(
      [],
    );
  });
});

describe("a large room", () => {
  let world: TestWorld & Pick<FanOutContext, "publish">;
  let told: DomainEvent[];
  beforeEach(() => {
    told = [];
    world = Object.assign(fanOutWorld(), {
      publish: (events: readonly DomainEvent[]) => {
        told.push(...events);
        return Promise.resolve();
      },
    });
  });
  const offlineIn = () =>
    told.map(({ type, detail }) => [
      type,
      "continued" in detail,
      "offline_user_ids" in detail && detail.offline_user_ids,
    ]);

  it("lists members without a connection, and members whose connection is gone", async () => {
    await seedRoom(world, ["a", "b", "c", "d"]);
    world.store.userItems.set("b", { id: "b", connections: [] });
    await world.store.largeRooms.join(ROOM, "b", { add: [], drop: ["c-b"] });
    world.dead.add("c-c");
    await append(world, { ...aMessage(1), by: "a" });
    await fanOut(ROOM, [received(1)], world);
    expect(offlineIn()).toEqual([["MessageSent", false, ["b", "c"]]]);
  });

  it("never lists the sender as a member whom the message did not reach", async () => {
    await seedRoom(world, ["a", "b"]);
    world.dead.add("c-a").add("c-b");
    await append(world, { ...aMessage(1), by: "a" });
    await fanOut(ROOM, [received(1)], world);
    expect(offlineIn()).toEqual([["MessageSent", false, ["b"]]]);
  });

  it("lists each slice's own members, as a further part of the same message", async () => {
    await seedRoom(world, ["a", "b", "c", "d"]);
    for (const id of ["b", "c", "d"]) world.dead.add(`c-${id}`);
    await append(world, { ...aMessage(1), by: "a" });
    world.posts = 2;
    await fanOut(ROOM, [received(1)], world);
    for (const slice of world.slices) await fanOutSlice(slice, { receipts: 1 }, world);
    expect(offlineIn()).toEqual([
      ["MessageSent", false, ["b"]],
      ["MessageSent", true, ["c", "d"]],
    ]);
  });
});
