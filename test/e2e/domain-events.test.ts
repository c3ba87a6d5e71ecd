// Domain events of a chat, through the real handlers and a bus that answers like EventBridge.

import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { invoker } from "../../admin/invoke.ts";
import type { Envelope } from "../../local/event-bus.ts";
import { DOMAIN_EVENTS, type DomainEventName } from "../../protocol/domain-events.ts";
import { startWithAnnAndBob } from "./ann-and-bob.ts";

const told: Envelope[] = [];
let isBroken = false;
const { backend, ann, bob } = await startWithAnnAndBob({
  settings: { smallRoomMembers: "4" },
  onDomainEvent(envelope) {
    if (isBroken) throw new Error("The bus is broken.");
    told.push(envelope);
  },
});
const invoke = invoker({ endpoint: backend.server.httpUrl });
beforeEach(() => {
  told.length = 0;
  isBroken = false;
});

/** The published events, each parsed by its schema. */
async function events(): Promise<[string, object][]> {
  await backend.settled();
  return told.map(({ "detail-type": type, detail }) => [
    type,
    z.catchall(DOMAIN_EVENTS[type as DomainEventName], z.never()).parse(detail),
  ]);
}

it("gets events of a group, its messages with the members they did not reach, its members, and deletions", async () => {
  const room_id = "tea";
  await ann.done("createGroup", { _id: room_id, room_name: "Tea", recipients: ["bob", "cid"] });
  const sent = await ann.done("sendMessage", { room_id, _id: "m1", message: "hello" });
  await ann.done("addMembers", { room_id, user_ids: ["dan"] });
  await ann.done("removeMember", { room_id, user_id: "dan" });
  await ann.done("deleteMessage", { room_id, message_id: "m1" });
  expect(await events()).toMatchObject([
    ["RoomCreated", { room_id, creator_id: "ann", user_ids: ["ann", "bob", "cid"] }],
    [
      "MessageSent",
      {
        room_id,
        message_id: "m1",
        sender_id: "ann",
        rev: sent.rev,
        text: "hello",
        offline_user_ids: ["cid"],
      },
    ],
    ["MembersAdded", { room_id, user_ids: ["dan"], user_id: "ann" }],
    ["MemberRemoved", { room_id, user_id: "dan", removed_by: "ann" }],
    ["MessageDeleted", { room_id, message_id: "m1", user_id: "ann" }],
  ]);
  expect(told[0]).toMatchObject({ version: "0", source: "parley.chat", resources: [] });
});

it("gets the event of a conversation that a first message creates, once", async () => {
  const to = { recipient_id: ["bob"], type: "peer-to-peer", room_name: "", image_url: "" };
  await ann.done("sendNewMessage", { ...to, message: { _id: "n1", message: "psst" } });
  await ann.done("sendNewMessage", { ...to, message: { _id: "n2", message: "again" } });
  expect((await events()).map(([type]) => type)).toEqual([
    "RoomCreated",
    "MessageSent",
    "MessageSent",
  ]);
});

it("gets the event of a large room's message once, with the members that it did not reach", async () => {
  const room_id = "large";
  const recipients = ["bob", "u1", "u2", "u3", "u4"];
  await ann.done("createGroup", { _id: room_id, room_name: "Large", recipients });
  await ann.done("sendMessage", { room_id, _id: "m1", message: "all" });
  await bob.heard("message");
  expect((await events()).slice(1)).toMatchObject([
    ["MessageSent", { room_id, offline_user_ids: ["u1", "u2", "u3", "u4"] }],
  ]);
});

it("gets the events of the system's actions", async () => {
  await ann.done("createGroup", { _id: "sys", room_name: "Sys", recipients: ["cid"] });
  await invoke({ command: "send-message", room_id: "sys", message: "notice" });
  expect((await events())[1]).toMatchObject([
    "MessageSent",
    { sender_id: "system", text: "notice", offline_user_ids: ["cid"] },
  ]);
});

it("does not fail a message when it is broken", async () => {
  isBroken = true;
  await ann.done("createGroup", { _id: "dark", room_name: "Dark", recipients: ["bob"] });
  await ann.done("sendMessage", { room_id: "dark", _id: "m1", message: "on" });
  expect(await events()).toEqual([]);
  const { messages } = await ann.done("getMessages", { room_id: "dark" });
  expect(messages).toHaveLength(1);
});
