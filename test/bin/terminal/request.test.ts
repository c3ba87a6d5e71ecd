import { beforeEach, describe, expect, it } from "vitest";
import { Chat } from "../../../bin/terminal/chat.ts";
import type { Action } from "../../../bin/terminal/commands.ts";
import { frameReader } from "../../../bin/terminal/news.ts";
import { Mistake, requestFor } from "../../../bin/terminal/request.ts";
import { ACTIONS } from "../../../protocol/actions.ts";
import { frame, list } from "./samples.ts";

let chat: Chat;
const anId = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

beforeEach(() => {
  chat = new Chat("ann");
  chat.apply(frameReader("ann")(frame("connectRooms", list)));
});

describe("the request for a command", () => {
  it.each<[Action, object]>([
    [{ kind: "rooms" }, { action: "connectRooms" }],
    [
      { kind: "say", text: "hi" },
      { action: "sendMessage", room_id: "p2p.1", _id: anId, message: "hi", first_name: "Ann" },
    ],
    [
      { kind: "typing", text: "so" },
      { action: "typing", room_id: "p2p.1", message: "so" },
    ],
    [
      { kind: "new", to: ["cid"], text: "hi" },
      {
        action: "sendNewMessage",
        recipient_id: ["cid"],
        message: { _id: anId, message: "hi", first_name: "Ann" },
      },
    ],
    [
      { kind: "group", name: "Trip", members: ["bob"] },
      { action: "createGroup", _id: anId, room_name: "Trip", recipients: ["bob"] },
    ],
    [
      { kind: "edit", seq: 4, text: "nine" },
      { action: "editMessage", room_id: "p2p.1", message_id: "m4", message: "nine" },
    ],
    [
      { kind: "delete", seq: 4 },
      { action: "deleteMessage", room_id: "p2p.1", message_id: "m4" },
    ],
    [
      { kind: "seen", seq: 4 },
      { action: "messageSeen", room_id: "p2p.1", message_id: "m4" },
    ],
    [
      { kind: "pin", seq: 4 },
      { action: "pinMessage", room_id: "p2p.1", _id: "m4", pin_message: true },
    ],
    [
      { kind: "unpin", seq: 4 },
      { action: "pinMessage", room_id: "p2p.1", _id: "m4", pin_message: false },
    ],
  ])("%j is one of the protocol", (action, expected) => {
    const request = requestFor(action, chat);
    expect(request).toEqual(expected);
    expect(ACTIONS[request.action].payload.safeParse(request).success).toBe(true);
  });

  it("says that all was seen by naming the latest message", () => {
    chat.current?.messages.set(12, "m12").set(7, "m7");
    expect(requestFor({ kind: "seen", seq: undefined }, chat)).toMatchObject({ message_id: "m12" });
  });

  it("is none for a message that never came by", () => {
    expect(() => requestFor({ kind: "pin", seq: 2 }, chat)).toThrow(Mistake);
    expect(() => requestFor({ kind: "pin", seq: 2 }, chat)).toThrow(/^No message #2 of bob/);
  });

  it("is none for a room when there is none", () => {
    chat = new Chat("ann");
    expect(() => requestFor({ kind: "say", text: "hi" }, chat)).toThrow(/^You are in no room yet/);
  });

  it("carries no name unless one is known", () => {
    const request = requestFor({ kind: "new", to: ["bob"], text: "hi" }, new Chat("cid"));
    expect(request).toMatchObject({ message: { _id: anId, message: "hi" } });
    expect(request).not.toHaveProperty("message.first_name");
  });
});
