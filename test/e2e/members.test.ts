// Members of a group: additions, removals, the next owner, and the events of each, over native WebSockets.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

let backend: Backend;
let ann: TestUser;
let bob: TestUser;
let cid: TestUser;
let dan: TestUser;
beforeAll(async () => {
  backend = await startBackend();
  [ann, bob, cid, dan] = (await Promise.all(
    ["ann", "bob", "cid", "dan"].map((id) => backend.join(id)),
  )) as [TestUser, TestUser, TestUser, TestUser];
});
afterAll(() => backend.close());

type Data = Record<string, unknown>;
const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;

let rooms = 0;
/** Creates ann's group with bob, or with other users, and discards its events. */
async function newGroup(...others: TestUser[]): Promise<string> {
  const _id = `members-${++rooms}`;
  const recipients = (others.length > 0 ? others : [bob]).map(({ id }) => id);
  await ann.done("createGroup", { _id, room_name: "Tea", recipients });
  await discardEvents();
  return _id;
}

/** Waits for all events, and discards them. */
async function discardEvents(): Promise<void> {
  await backend.settled();
  for (const person of [ann, bob, cid, dan]) {
    await person.refused("nothing");
    for (const { event } of person.unheard()) await person.heard(event);
  }
}

/** The events that a user got, once all are delivered. */
async function eventsOf(person: TestUser): Promise<{ event: string; data: Data }[]> {
  await backend.settled();
  await person.refused("nothing");
  const frames = person.unheard().map(({ event, data }) => ({ event, data }));
  for (const { event } of frames) await person.heard(event);
  return frames;
}

const membersOf = async (room_id: string, person = ann) =>
  (await person.done("getMembers", { room_id })).members as Data[];
const idsOf = async (room_id: string, person = ann) =>
  (await membersOf(room_id, person)).map(({ user_id }) => user_id);
const ownerOf = async (room_id: string, person = ann) =>
  (await membersOf(room_id, person)).find(({ role }) => role === "owner")?.user_id;
const listed = async (person: TestUser, room_id: string) => {
  const { data } = await person.ask("connectRooms");
  return (data as unknown as Data[]).find(({ _id }) => _id === room_id);
};
const add = (room_id: string, people: TestUser[], by = ann) =>
  by.ask("addMembers", { room_id, user_ids: people.map(({ id }) => id) });
const remove = (room_id: string, { id }: TestUser, by = ann) =>
  by.ask("removeMember", { room_id, user_id: id });
const say = (room_id: string, by: TestUser, message = "hello") =>
  by.ask("sendMessage", { room_id, message });

describe("addMembers", () => {
  it("sends the members the new ones, and the new ones the group", async () => {
    const room = await newGroup();
    await say(room, ann);
    await discardEvents();
    const { request_id: _id, ...reply } = await add(room, [cid, dan], bob);
    const rest = { user_id: "bob", rev: 2, added_at: time };
    expect(reply).toEqual({
      event: "members_added",
      data: { room_id: room, user_ids: ["cid", "dan"], member_count: 4, ...rest },
    });
    expect(await eventsOf(ann)).toEqual([reply]);
    const group = {
      _id: room,
      room_name: "Tea",
      type: "group-chat",
      image_url: "",
      creator_id: "ann",
      created_at: time,
      member_count: 4,
      recipients: ["ann", "bob", "cid", "dan"],
      ...rest,
    };
    expect(await eventsOf(cid)).toEqual([{ event: "group_cid", data: group }]);
    expect(await eventsOf(dan)).toEqual([{ event: "group_dan", data: group }]);
    expect(await idsOf(room)).toEqual(["ann", "bob", "cid", "dan"]);
  });

  it("shows the new ones the whole history, and starts their unread count at the present", async () => {
    const room = await newGroup();
    await say(room, ann, "before");
    await add(room, [cid]);
    await say(room, ann, "after");
    const { messages } = await cid.done("getMessages", { room_id: room });
    expect((messages as Data[]).map(({ message }) => message)).toEqual(["before", "after"]);
    expect(await listed(cid, room)).toMatchObject({ seq: 2, seen_seq: 1, unread_count: 1 });
  });

  it("lets the new ones write, and everybody hears them", async () => {
    const room = await newGroup();
    await add(room, [cid]);
    await discardEvents();
    expect((await say(room, cid)).event).toBe("message");
    expect(await eventsOf(bob)).toMatchObject([{ event: "message", data: { sender_id: "cid" } }]);
  });

  it("leaves out who is a member already, and answers a repeat with the first result", async () => {
    const room = await newGroup();
    const first = await add(room, [bob, cid]);
    expect(first.data).toMatchObject({ user_ids: ["cid"], member_count: 3, rev: 1 });
    await say(room, ann);
    await discardEvents();
    const { data } = await add(room, [bob, cid], bob);
    expect(data).toEqual(first.data);
    expect(await eventsOf(cid)).toMatchObject([{ event: "group_cid", data: { rev: 1 } }]);
    expect((await add(room, [bob])).data).toMatchObject({ user_ids: ["bob"], rev: 0 });
    expect(await listed(ann, room)).toMatchObject({ rev: 2, member_count: 3 });
  });

  it("takes a hundred at once and no more", async () => {
    const room = await newGroup();
    const user_ids = Array.from({ length: 100 }, (_, i) => `extra-${i}`);
    expect((await ann.done("addMembers", { room_id: room, user_ids })).member_count).toBe(102);
    expect(await listed(ann, room)).toMatchObject({ member_count: 102 });
    const more = { room_id: room, user_ids: [...user_ids, "one-more"] };
    expect((await ann.refused("addMembers", more)).code).toBe("TOO_LARGE");
    const none = { room_id: room, user_ids: [] };
    expect((await ann.refused("addMembers", none)).code).toBe("BAD_REQUEST");
  });
});

describe("removeMember", () => {
  it("notifies everybody, the removed member included, who gets nothing from then on", async () => {
    const room = await newGroup(bob, cid);
    const { request_id: _id, ...reply } = await remove(room, bob);
    expect(reply).toEqual({
      event: "member_removed",
      data: {
        room_id: room,
        user_id: "bob",
        removed_by: "ann",
        member_count: 2,
        rev: 1,
        removed_at: time,
      },
    });
    expect(await eventsOf(bob)).toEqual([reply]);
    expect(await eventsOf(cid)).toEqual([reply]);
    await say(room, ann);
    await ann.done("typing", { room_id: room });
    await ann.done("updateRoom", { room_id: room, room_name: "Secret" });
    expect(await eventsOf(bob)).toEqual([]);
    expect(await eventsOf(cid)).toHaveLength(3);
  });

  it("refuses the removed member every action, and takes the room out of the list of a member who left", async () => {
    const room = await newGroup();
    await say(room, ann);
    await remove(room, bob);
    expect(await listed(bob, room)).toBeUndefined();
    for (const [action, payload] of [
      ["sendMessage", { message: "still here" }],
      ["typing", {}],
      ["getMessages", {}],
      ["getPins", {}],
      ["getMembers", {}],
      ["addMembers", { user_ids: ["bob"] }],
      ["updateRoom", { room_name: "Mine" }],
    ] as const) {
      const { code } = await bob.refused(action, { room_id: room, ...payload });
      expect(code, action).toBe("FORBIDDEN");
    }
    expect(await listed(ann, room)).toMatchObject({ member_count: 1, rev: 2 });
  });

  it("is the owner's right, and everybody's for themselves", async () => {
    const room = await newGroup(bob, cid);
    expect((await remove(room, cid, bob)).data).toMatchObject({ code: "FORBIDDEN" });
    expect((await remove(room, bob, bob)).event).toBe("member_removed");
    expect(await idsOf(room)).toEqual(["ann", "cid"]);
  });

  it("is NOT_FOUND for somebody who never was a member, and answered as before for one who was", async () => {
    const room = await newGroup();
    expect((await remove(room, cid)).data).toMatchObject({ code: "NOT_FOUND" });
    const first = await remove(room, bob);
    await say(room, ann);
    expect((await remove(room, bob)).data).toEqual(first.data);
    expect(await listed(ann, room)).toMatchObject({ rev: 2 });
  });

  it("is answered as before for a user who left and did not get the reply", async () => {
    const room = await newGroup();
    const first = await remove(room, bob, bob);
    await discardEvents();
    expect((await remove(room, bob, bob)).data).toEqual(first.data);
    expect(await eventsOf(ann)).toEqual([]);
    expect((await remove(room, cid, cid)).data).toMatchObject({ code: "FORBIDDEN" });
  });

  it("hands the group of an owner who leaves to the longest-standing member", async () => {
    const room = await newGroup(cid);
    await add(room, [bob]);
    await discardEvents();
    expect((await remove(room, ann)).data).toMatchObject({ owner_id: "cid", member_count: 2 });
    expect(await eventsOf(bob)).toMatchObject([{ data: { user_id: "ann", owner_id: "cid" } }]);
    expect(await ownerOf(room, bob)).toBe("cid");
    expect((await remove(room, bob, cid)).event).toBe("member_removed");
    expect((await remove(room, cid, cid)).data).not.toHaveProperty("owner_id");
  });

  it("does not give the group back to a creator who is added again", async () => {
    const room = await newGroup();
    await remove(room, ann);
    await add(room, [ann], bob);
    expect(await ownerOf(room)).toBe("bob");
    expect((await remove(room, bob)).data).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("coming back", () => {
  it("starts a new membership, with missed messages in the history and none of them unread", async () => {
    const room = await newGroup();
    await say(room, ann);
    await remove(room, bob);
    await say(room, ann, "behind your back");
    await discardEvents();
    await add(room, [bob]);
    expect(await eventsOf(bob)).toMatchObject([{ event: "group_bob", data: { rev: 4 } }]);
    expect(await listed(bob, room)).toMatchObject({ seq: 2, seen_seq: 2, unread_count: 0 });
    await say(room, ann, "welcome");
    expect(await listed(bob, room)).toMatchObject({ seq: 3, seen_seq: 2, unread_count: 1 });
    const { messages } = await bob.done("getMessages", { room_id: room });
    expect(messages).toHaveLength(3);
  });
});

describe("a room of two", () => {
  it("keeps its members and its name", async () => {
    const { room_id } = await ann.done("sendNewMessage", {
      recipient_id: "bob",
      message: { message: "just us" },
    });
    for (const [action, payload] of [
      ["addMembers", { user_ids: ["cid"] }],
      ["removeMember", { user_id: "bob" }],
      ["removeMember", { user_id: "ann" }],
      ["updateRoom", { room_name: "Us" }],
    ] as const) {
      const { code } = await ann.refused(action, { room_id, ...payload });
      expect(code, action).toBe("FORBIDDEN");
    }
    expect(await membersOf(String(room_id))).toMatchObject([
      { user_id: "ann", role: "member" },
      { user_id: "bob", role: "member" },
    ]);
  });
});
