import { beforeEach, describe, expect, it } from "vitest";
import { Chat } from "../../../bin/terminal/chat.ts";
import { format, promptFor, roomLine } from "../../../bin/terminal/format.ts";
import { frameReader } from "../../../bin/terminal/news.ts";
import { frame, group, list, message, pair, tombstone } from "./samples.ts";

process.env.TZ = "UTC";

const read = frameReader("ann");
let chat: Chat;

beforeEach(() => {
  chat = new Chat("ann");
});

function shown(event: string, data: unknown, requestId?: string): string {
  const received = read(frame(event, data, requestId));
  const { entered } = chat.apply(received);
  return format(received.news, chat, entered);
}

describe("the prompt", () => {
  it("is one's own id until one is in a room, then the room's name", () => {
    expect(promptFor(chat)).toBe("ann> ");
    shown("connectRooms", list);
    expect(promptFor(chat)).toBe("bob> ");
  });
});

describe("what is shown", () => {
  it("of the rooms: a line for each, the current one marked", () => {
    expect(shown("connectRooms", list)).toBe(
      [
        "Your rooms (/room <number> goes to one):",
        "* 1  bob      2 unread  14:02 bob: See you",
        "  2  Weekend",
      ].join("\n"),
    );
  });

  it("of no rooms: how to get one", () => {
    expect(shown("connectRooms", [])).toBe("You are in no room yet. /new bob Hello writes to bob.");
  });

  it("of a deleted last message: that it is deleted", () => {
    const [room] = list;
    const last_message = {
      ...room?.last_message,
      message: undefined,
      deleted: true,
      deleted_at: "2024",
    };
    expect(shown("connectRooms", [{ ...room, last_message }])).toContain("bob: (deleted)");
  });

  it("of a first message to someone: where one is now, and the message", () => {
    expect(shown("ann", { ...message, sender_id: "ann", room: pair }, "7")).toBe(
      "You are in room 1, bob\n14:02 #1 Ann: hello",
    );
  });

  it("of a new room elsewhere: that there is one", () => {
    shown("connectRooms", list);
    expect(shown("group_ann", { ...group, _id: "g2", room_name: "Trip" })).toBe(
      "New: room 3, Trip, made by bob, 3 members",
    );
  });

  it("of a going to a room: where one is now", () => {
    shown("connectRooms", list);
    const [room] = chat.rooms;
    expect(room && roomLine(chat, room)).toBe("You are in room 1, bob");
  });

  it.each([
    ["a message", "message", message, "14:02 #1 bob: hello"],
    ["a message with a name", "message", { ...message, first_name: "Bob" }, "14:02 #1 Bob: hello"],
    [
      "a message with attachments",
      "message",
      { ...message, attachments: [{}, {}] },
      "14:02 #1 bob: hello (+2 attached)",
    ],
    [
      "a message of two lines",
      "message",
      { ...message, message: "a\nb" },
      "14:02 #1 bob: a\n      b",
    ],
    ["a deleted message", "message", tombstone, "14:02 #1 bob: (deleted)"],
    ["typing", "typing", { room_id: "p2p.1", user_id: "bob" }, "bob is typing…"],
    [
      "typing with text",
      "typing",
      { room_id: "p2p.1", user_id: "bob", first_name: "Bob", message: "so" },
      "Bob is typing: so",
    ],
    [
      "an edit",
      "edited",
      {
        message_id: "m4",
        message: "nine",
        room_id: "p2p.1",
        user_id: "bob",
        rev: 10,
        edited_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob changed #4: nine",
    ],
    [
      "an edit of a message that never came by",
      "edited",
      {
        message_id: "m2",
        message: "nine",
        room_id: "p2p.1",
        user_id: "bob",
        rev: 10,
        edited_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob changed an earlier message: nine",
    ],
    [
      "a deletion",
      "delete",
      {
        message_id: "m4",
        room_id: "p2p.1",
        user_id: "bob",
        rev: 10,
        deleted_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob deleted #4",
    ],
    [
      "a pin",
      "pin_message",
      {
        _id: "m4",
        room_id: "p2p.1",
        user_id: "bob",
        rev: 10,
        pin_message: true,
        pinned_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob pinned #4",
    ],
    [
      "a pin taken off",
      "pin_message",
      {
        _id: "m4",
        room_id: "p2p.1",
        user_id: "bob",
        rev: 10,
        pin_message: false,
        pinned_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob unpinned #4",
    ],
    [
      "a read mark",
      "seen",
      {
        message_id: "m4",
        room_id: "p2p.1",
        user_id: "bob",
        seq: 4,
        seen_at: "2024-05-01T14:03:00.000Z",
      },
      "14:03 bob has read up to #4",
    ],
    [
      "an error",
      "error",
      {
        code: "BAD_REQUEST",
        message: "The payload is wrong.",
        retryable: false,
        issues: [{ path: "room_name", message: "is missing" }],
      },
      "! BAD_REQUEST: The payload is wrong.\n    room_name is missing",
    ],
    ["a frame it does not know", "later", { a: 1 }, '{"event":"later","data":{"a":1}}'],
  ])("of %s", (_what, event, data, lines) => {
    shown("connectRooms", list);
    expect(shown(event, data)).toBe(lines);
  });

  it("of an event in another room begins with the room's name", () => {
    shown("connectRooms", list);
    expect(shown("message", { ...message, room_id: "g1" })).toBe("[Weekend] 14:02 #1 bob: hello");
  });

  it.each([
    ["an escape sequence", "\u001b[2Jgone", "�[2Jgone"],
    ["a carriage return", "safe\rann: fake", "safe�ann: fake"],
    ["a bell", "\u0007", "�"],
    ["a control character of the second set", "\u009b2J", "�2J"],
    ["a turn of the writing direction", "\u202eabc", "�abc"],
  ])("of %s in a text is harmless", (_what, text, harmless) => {
    shown("connectRooms", list);
    expect(shown("message", { ...message, message: text })).toBe(`14:02 #1 bob: ${harmless}`);
  });

  it("of an escape sequence in a user's name is harmless", () => {
    shown("connectRooms", list);
    const typing = { room_id: "p2p.1", user_id: "bob", first_name: "\u001b[2J" };
    expect(shown("typing", typing)).toBe("�[2J is typing…");
  });

  it("of an escape sequence in a room's name is harmless", () => {
    const renamed = { ...group, room_name: "\u001b]0;x\u0007" };
    expect(shown("group_ann", renamed)).toContain("room 1, �]0;x�,");
    expect(promptFor(chat)).toBe("�]0;x�> ");
  });
});
