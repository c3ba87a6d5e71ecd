// The nine events of the original document, each with its example word for word, over native WebSockets.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";
import { ORIGINAL_EXAMPLES as original } from "../../generators/asyncapi/original-examples.ts";

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const time = expect.stringMatching(ISO) as string;
const ROOM = "663c8020fefd1941540edbca";
const MESSAGE = "63cfbfc722c59b536467f03c";
const MAZRUI = "65e01d25c002d6508c631ad9";
const BHARAT = "5fa24825a8e9cddf8f35df71";
const ABDUL = "616e6d5195ae5b3f1adc87dc";
const FUTURE = "63cfbe252ff0dd6ab8615e95";

let backend: Backend;
let mazrui: TestUser;
let phone: TestUser;
let bharat: TestUser;
let abdul: TestUser;
let future: TestUser;
let stranger: TestUser;

beforeAll(async () => {
  backend = await startBackend();
  [mazrui, phone, bharat, abdul, future, stranger] = (await Promise.all(
    [MAZRUI, MAZRUI, BHARAT, ABDUL, FUTURE, "stranger"].map((id) => backend.join(id)),
  )) as [TestUser, TestUser, TestUser, TestUser, TestUser, TestUser];
  const members = { recipients: [BHARAT, MAZRUI] };
  await mazrui.done("createGroup", { _id: ROOM, room_name: "Original", ...members });
  await mazrui.done("sendMessage", { room_id: ROOM, message: "Hello", _id: MESSAGE });
  for (const person of [phone, bharat]) {
    await person.heard(`group_${person.id}`);
    await person.heard("message");
  }
});
afterAll(() => backend.close());

/** Sends an action, expects its reply without `request_id` on the other connections too, and returns that event. */
async function sendAndCompare(
  person: TestUser,
  action: string,
  payload: object,
  others: TestUser[],
) {
  const { request_id, ...reply } = await person.ask(action, payload);
  expect(request_id).toBeDefined();
  for (const other of others) expect(await other.heard()).toEqual(reply);
  return reply;
}

/** Expects that these users have no unread frames. */
async function expectNoMoreFrames(...people: TestUser[]): Promise<void> {
  await backend.settled();
  for (const person of people) {
    await person.refused("nothing");
    expect(person.unheard()).toEqual([]);
  }
}

describe("the original document's example of", () => {
  it("connectRooms answers the caller with the array of their rooms", async () => {
    const { event, data } = await mazrui.ask("connectRooms", original.connectRooms);
    expect(event).toBe("connectRooms");
    expect(data).toEqual([
      {
        _id: ROOM,
        room_name: "Original",
        type: "group-chat",
        image_url: "",
        creator_id: MAZRUI,
        created_at: time,
        member_count: 2,
        last_message: {
          _id: MESSAGE,
          sender_id: MAZRUI,
          message_type: "text",
          message: "Hello",
          created_at: time,
        },
        seq: 1,
        rev: 1,
        seen_seq: 1,
        unread_count: 0,
      },
    ]);
    await expectNoMoreFrames(phone, bharat);
  });

  it("sendMessage reaches the room with what was sent, and the server's fields", async () => {
    const { event, data } = await sendAndCompare(mazrui, "sendMessage", original.sendMessage, [
      phone,
      bharat,
    ]);
    expect(event).toBe("message");
    expect(data).toEqual({
      ...original.sendMessage,
      message_type: "text",
      _id: expect.stringMatching(/^000000000002[0-9a-f]{12}$/) as string,
      seq: 2,
      rev: 2,
      created_at: time,
    });
    await expectNoMoreFrames(mazrui, phone, bharat, stranger);
  });

  it("typing reaches the room with the caller's id and remembered first name", async () => {
    expect(await sendAndCompare(mazrui, "typing", original.typing, [phone, bharat])).toEqual({
      event: "typing",
      data: { ...original.typing, user_id: MAZRUI, first_name: "Mazrui" },
    });
    await expectNoMoreFrames(mazrui, phone, bharat, stranger);
  });

  it("sendNewMessage makes the conversation and reaches each member under their own id", async () => {
    const { request_id: _id, ...reply } = await abdul.ask(
      "sendNewMessage",
      original.sendNewMessage,
    );
    const {
      _id: messageId,
      message,
      sender_id,
      first_name,
      last_name,
    } = original.sendNewMessage.message;
    const roomId = expect.stringMatching(/^p2p\.[0-9a-f]+$/) as string;
    expect(reply).toEqual({
      event: ABDUL,
      data: {
        _id: messageId,
        message,
        sender_id,
        first_name,
        last_name,
        recipients: [],
        isStoryReply: false,
        reply_message: {},
        attachments: [],
        message_type: "text",
        room_id: roomId,
        seq: 1,
        rev: 1,
        created_at: time,
        user_name: original.sendNewMessage.user_name,
        room: {
          _id: roomId,
          room_name: "Amazing group",
          type: "peer-to-peer",
          image_url: original.sendNewMessage.image_url,
          creator_id: ABDUL,
          created_at: time,
          member_count: 2,
          recipients: expect.arrayContaining([{ _id: ABDUL }, { _id: BHARAT }]) as unknown,
        },
      },
    });
    expect(await bharat.heard()).toEqual({ event: BHARAT, data: reply.data });
    await expectNoMoreFrames(abdul, bharat, mazrui, stranger);
  });

  it("createGroup reaches each member under group_ and their own id", async () => {
    const { creator_id, recipients, ...rest } = original.createGroup;
    expect(creator_id).toBe(MAZRUI);
    const { event, data, request_id } = await mazrui.ask("createGroup", original.createGroup);
    expect(request_id).toBeDefined();
    expect(event).toBe(`group_${MAZRUI}`);
    expect(data).toEqual({
      ...rest,
      creator_id,
      recipients: [...new Set(recipients)],
      created_at: time,
      member_count: 2,
    });
    expect(await phone.heard()).toEqual({ event: `group_${MAZRUI}`, data });
    expect(await future.heard()).toEqual({ event: `group_${FUTURE}`, data });
    await expectNoMoreFrames(mazrui, phone, future, stranger);
  });

  it("editMessage reaches the room with the new text", async () => {
    expect(
      await sendAndCompare(mazrui, "editMessage", original.editMessage, [phone, bharat]),
    ).toEqual({
      event: "edited",
      data: { ...original.editMessage, rev: 3, edited_at: time },
    });
  });

  it("messageSeen reaches the room when the mark moves, and only the caller when it does not", async () => {
    const seen = { ...original.messageSeen, user_id: BHARAT, seen_at: time, seq: 1 };
    const reply = await sendAndCompare(bharat, "messageSeen", original.messageSeen, [
      mazrui,
      phone,
    ]);
    expect(reply).toEqual({ event: "seen", data: seen });
    expect(await bharat.done("messageSeen", original.messageSeen)).toEqual(seen);
    await expectNoMoreFrames(mazrui, phone, bharat);
  });

  it("pinMessage reaches the room, pinned and unpinned", async () => {
    const pin = { ...original.pinMessage, pin_message: true };
    expect(await sendAndCompare(bharat, "pinMessage", pin, [mazrui, phone])).toEqual({
      event: "pin_message",
      data: { ...pin, user_id: BHARAT, rev: 4, pinned_at: time },
    });
    expect(
      await sendAndCompare(mazrui, "pinMessage", original.pinMessage, [phone, bharat]),
    ).toEqual({
      event: "pin_message",
      data: { ...original.pinMessage, user_id: MAZRUI, rev: 5, pinned_at: time },
    });
  });

  it("deleteMessage reaches the room, and leaves a tombstone", async () => {
    expect(
      await sendAndCompare(mazrui, "deleteMessage", original.deleteMessage, [phone, bharat]),
    ).toEqual({
      event: "delete",
      data: { ...original.deleteMessage, rev: 6, deleted_at: time },
    });
    const repeat = { room_id: ROOM, message: "Hello", _id: MESSAGE };
    expect(await mazrui.done("sendMessage", repeat)).toEqual({
      _id: MESSAGE,
      room_id: ROOM,
      seq: 1,
      rev: 1,
      sender_id: MAZRUI,
      created_at: time,
      deleted: true,
      deleted_at: time,
    });
  });
});
