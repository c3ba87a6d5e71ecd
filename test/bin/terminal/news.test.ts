import { describe, expect, it } from "vitest";
import { frameReader } from "../../../bin/terminal/news.ts";
import { frame, group, list, message, pair, tombstone } from "./samples.ts";

const read = frameReader("ann");

const seen = { message_id: "m1", room_id: "r", user_id: "bob", seq: 1, seen_at: "2024" };
const edited = { message_id: "m1", message: "x", room_id: "r", user_id: "b", rev: 2 };

describe("a frame from the server", () => {
  it.each([
    ["connectRooms", list, "rooms"],
    ["message", message, "message"],
    ["message", tombstone, "message"],
    ["ann", { ...message, room: pair }, "conversation"],
    ["ann", { ...tombstone, room: pair }, "conversation"],
    ["group_ann", group, "group"],
    ["typing", { room_id: "r", user_id: "bob" }, "typing"],
    ["edited", { ...edited, edited_at: "2024" }, "edited"],
    ["delete", { message_id: "m", room_id: "r", user_id: "b", rev: 2, deleted_at: "" }, "deleted"],
    [
      "pin_message",
      { _id: "m", room_id: "r", user_id: "b", rev: 2, pin_message: true, pinned_at: "" },
      "pin",
    ],
    ["seen", seen, "seen"],
    ["error", { code: "FORBIDDEN", message: "No.", retryable: false }, "error"],
  ])("named %s is read by its name", (event, data, kind) => {
    expect(read(frame(event, data)).news.kind).toBe(kind);
  });

  it("says which request it answers", () => {
    expect(read(frame("seen", seen, "7")).requestId).toBe("7");
    expect(read(frame("seen", seen)).requestId).toBeUndefined();
  });

  it("keeps a deleted message a deleted one", () => {
    expect(read(frame("message", tombstone)).news).toEqual({ kind: "message", data: tombstone });
  });

  it.each([
    ["no JSON", "hello"],
    ["no event of the protocol", frame("later", {})],
    ["an event named like a property of every object", frame("constructor", {})],
    ["no frame of anyone's", '{"message":"hello"}'],
    ["an event for someone else", frame("bob", { ...message, room: pair })],
    ["an event whose data is not what it should be", frame("message", { text: "hello" })],
  ])("that is %s is kept as it came", (_what, text) => {
    expect(read(text)).toMatchObject({ news: { kind: "unknown", text }, isOfGateway: false });
  });

  it("can be API Gateway's own, about a request that it does not name", () => {
    const text = '{"message":"Internal server error","connectionId":"a=","requestId":"b="}';
    expect(read(text)).toEqual({ news: { kind: "unknown", text }, isOfGateway: true });
  });
});
