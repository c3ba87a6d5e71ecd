import { describe, expect, it } from "vitest";
import { roomAt, unreadOf } from "../../../demo/chat/rooms.ts";
import {
  isReadByAll,
  nameOf,
  pendingAt,
  readersOf,
  sortedRooms,
  titleOf,
} from "../../../demo/chat/select.ts";
import type { Happening } from "../../../demo/chat/happening.ts";
import { after, listed, loaded, message, NOON, page, pair, tea, textsOf } from "./samples.ts";

const pending = (fields = {}) => ({
  ...{ _id: "mine", place: { room_id: "tea" }, text: "Hello", at: NOON },
  ...fields,
});

describe("a room's messages", () => {
  it("are in the order of seq, each once", () => {
    const state = after(
      ...loaded(message(1), message(3)),
      { type: "message", data: message(2) },
      { type: "message", data: message(3) },
      { type: "message", data: message(4) },
    );
    expect(textsOf(state)).toEqual(["No. 1", "No. 2", "No. 3", "No. 4"]);
  });

  it("are continued by an older page before them, until there is none", () => {
    const first = after(...loaded(), page([message(3)], true, 3));
    expect(tea(first).history?.before).toBe(3);
    const state = after(
      ...loaded(),
      page([message(3)], true, 3),
      page([message(1), message(2)], false),
    );
    expect(textsOf(state)).toEqual(["No. 1", "No. 2", "No. 3"]);
    expect(tea(state).history?.before).toBeUndefined();
  });

  it("are edited, and deleted with all their text, wherever they show", () => {
    const edited = after(...loaded(message(1), message(2)), {
      type: "edited",
      data: {
        message_id: "m2",
        message: "Two",
        room_id: "tea",
        user_id: "bob",
        rev: 3,
        edited_at: "",
      },
    });
    expect(textsOf(edited)).toEqual(["No. 1", "Two"]);
    const state = after(
      ...loaded(message(1)),
      { type: "message", data: message(2) },
      { type: "pins", room_id: "tea", pins: [pin(2)] },
      { type: "delete", data: { ...about("m2"), rev: 3, deleted_at: "" } },
    );
    expect(textsOf(state)).toEqual(["No. 1", "-"]);
    expect(tea(state).pins).toEqual([]);
    expect(JSON.stringify([...state.rooms])).not.toContain("No. 2");
  });

  it("show what they are about to become until they are, or are not", () => {
    const changing: Happening = {
      ...{ type: "changing", room_id: "tea", message_id: "m1" },
      change: { kind: "edit", text: "One" },
    };
    const edit: Happening = {
      type: "edited",
      data: { ...about("m1"), message: "One", rev: 2, edited_at: "" },
    };
    const refused: Happening = { type: "changing", room_id: "tea", message_id: "m1" };
    const start = loaded(message(1));
    expect(tea(after(...start, changing)).changes.get("m1")).toEqual({ kind: "edit", text: "One" });
    expect(tea(after(...start, changing, edit)).changes.size).toBe(0);
    expect(tea(after(...start, changing, refused)).changes.size).toBe(0);
  });

  it("are forgotten when more was missed than could be told", () => {
    const state = after(...loaded(message(1)), { type: "reload", data: { room_id: "tea" } });
    expect(tea(state).history).toBeUndefined();
    expect(tea(state).loading).toBe("not yet");
  });
});

describe("what was written here", () => {
  it("waits until it comes back as a message, and is then shown once", () => {
    const sending: Happening = { type: "sending", pending: pending() };
    const waiting = after(...loaded(), sending);
    expect(pendingAt(waiting, { room_id: "tea" })).toEqual([pending()]);
    const data = message(1, { _id: "mine", sender_id: "ann" });
    const sent = after(...loaded(), sending, { type: "message", data });
    expect(pendingAt(sent, { room_id: "tea" })).toEqual([]);
    expect(textsOf(sent)).toEqual(["No. 1"]);
  });

  it("is not taken for somebody else's message with the same id", () => {
    const data = message(1, { _id: "mine" });
    const state = after(
      ...loaded(),
      { type: "sending", pending: pending() },
      { type: "message", data },
    );
    expect(pendingAt(state, { room_id: "tea" })).toHaveLength(1);
  });

  it("says why it was refused, until it is tried again or thrown away", () => {
    const start: Happening[] = [
      ...loaded(),
      { type: "sending", pending: pending() },
      { type: "refused", _id: "mine", refusal: "Too long." },
    ];
    expect(after(...start).pending).toEqual([pending({ refusal: "Too long." })]);
    const again: Happening = { type: "sending", pending: pending() };
    expect(after(...start, again).pending).toEqual([pending()]);
    expect(after(...start, { type: "discarded", _id: "mine" }).pending).toEqual([]);
  });

  it("to somebody new shows in the room that comes of it", () => {
    const first = pending({ place: { user_id: "bob" } });
    const before = after({ type: "sending", pending: first });
    expect(pendingAt(before, { user_id: "bob" })).toEqual([first]);
    const state = after({ type: "sending", pending: first }, { type: "room", data: pair() });
    expect(pendingAt(state, { room_id: "p2p.1" })).toEqual([first]);
    expect(roomAt(state, { user_id: "bob" })?.info._id).toBe("p2p.1");
  });
});

describe("the list of rooms", () => {
  it("has the one with the newest message first", () => {
    const state = after(
      { type: "listed", rooms: [listed(), listed({ _id: "cake", room_name: "Cake" })] },
      { type: "message", data: message(1, { room_id: "cake" }) },
      { type: "message", data: message(2) },
    );
    expect(sortedRooms(state).map(({ info }) => info._id)).toEqual(["tea", "cake"]);
  });

  it("counts what others wrote, until it is seen or answered", () => {
    const start: Happening[] = [
      { type: "listed", rooms: [listed({ seq: 3, seen_seq: 2 })] },
      { type: "message", data: message(4) },
    ];
    expect(unreadOf(tea(after(...start)), "ann")).toBe(2);
    const seen: Happening = { type: "seen", data: { room_id: "tea", user_id: "ann", seq: 4 } };
    expect(unreadOf(tea(after(...start, seen)), "ann")).toBe(0);
    const older: Happening = { type: "seen", data: { room_id: "tea", user_id: "ann", seq: 1 } };
    expect(unreadOf(tea(after(...start, seen, older)), "ann")).toBe(0);
    const own: Happening = { type: "message", data: message(5, { sender_id: "ann" }) };
    expect(unreadOf(tea(after(...start, own)), "ann")).toBe(0);
  });

  it("remembers where the unread ones began while the conversation is open, and no longer", () => {
    const start: Happening[] = [
      { type: "listed", rooms: [listed({ seq: 3, seen_seq: 1 })] },
      { type: "opened", place: { room_id: "tea" } },
      { type: "seen", data: { room_id: "tea", user_id: "ann", seq: 3 } },
    ];
    expect(tea(after(...start)).unreadFrom).toBe(2);
    expect(tea(after(...start, { type: "opened", place: undefined })).unreadFrom).toBeUndefined();
  });

  it("loses a room with its last trace when the person is taken out of it, and only then", () => {
    const removed = (user_id: string): Happening => ({
      type: "member_removed",
      data: { ...{ room_id: "tea", user_id, removed_by: "bob", member_count: 2 }, ...when },
    });
    expect(after(...loaded(message(1)), removed("ann")).rooms.size).toBe(0);
    const state = after(...loaded(message(1)), removed("cid"));
    expect(tea(state).info.member_count).toBe(2);
  });

  it("keeps what is known of a room when it is listed again", () => {
    const again: Happening = { type: "listed", rooms: [listed({ room_name: "Cake", seq: 1 })] };
    const state = after(...loaded(message(1)), again);
    expect(textsOf(state)).toEqual(["No. 1"]);
    expect(titleOf(state, "tea")).toBe("Cake");
  });
});

describe("people", () => {
  it("are called by the name that they told, wherever it showed, and by their id until then", () => {
    expect(nameOf(after(), "bob")).toBe("bob");
    expect(nameOf(after({ type: "room", data: pair() }), "bob")).toBe("Bob");
    const data = message(1, { first_name: "Bobby" });
    expect(nameOf(after(...loaded(), { type: "message", data }), "bob")).toBe("Bobby");
  });

  it("whose id is a name of JavaScript's own are like all others", () => {
    const data = message(1, { sender_id: "__proto__", first_name: "Proto" });
    const state = after(...loaded(), { type: "message", data });
    expect(nameOf(state, "__proto__")).toBe("Proto");
    expect(nameOf(state, "constructor")).toBe("constructor");
    expect(tea(state).marks.get("__proto__")).toBe(1);
  });

  it("have read a message once their mark has passed it", () => {
    const state = after(...loaded(message(1, { sender_id: "ann" })), {
      type: "seen",
      data: { room_id: "tea", user_id: "bob", seq: 1 },
    });
    expect(readersOf(tea(state), 1, "ann")).toEqual(["bob"]);
    expect(isReadByAll(tea(state), 1, "ann")).toBe(false);
    const all = after(
      ...loaded(message(1, { sender_id: "ann" })),
      { type: "seen", data: { room_id: "tea", user_id: "bob", seq: 1 } },
      { type: "seen", data: { room_id: "tea", user_id: "cid", seq: 2 } },
    );
    expect(isReadByAll(tea(all), 1, "ann")).toBe(true);
  });
});

describe("those who listen", () => {
  it("are told what others write, in the open conversation word by word, and no more", () => {
    const state = after(
      ...loaded(),
      { type: "message", data: message(1) },
      { type: "opened", place: { room_id: "tea" } },
      { type: "message", data: message(2) },
      { type: "message", data: message(3, { sender_id: "ann" }) },
      page([message(1), message(2), message(3)], false),
    );
    expect(state.news.map(({ text }) => text)).toEqual(["New message from bob", "bob: No. 2"]);
  });

  it("are not told any more what was deleted", () => {
    const state = after(
      ...loaded(),
      { type: "opened", place: { room_id: "tea" } },
      { type: "message", data: message(1) },
      { type: "message", data: message(2) },
      { type: "delete", data: { ...about(message(2)._id), rev: 3, deleted_at: "" } },
    );
    expect(state.news.map(({ text }) => text)).toEqual(["bob: No. 1"]);
  });
});

const when = { rev: 9, removed_at: "" };
const about = (message_id: string) => ({ message_id, room_id: "tea", user_id: "bob" });

function pin(seq: number) {
  const data = message(seq);
  if (data.deleted) throw new Error("It was deleted.");
  return { ...data, pinned_by: "ann", pinned_at: "", pinned_rev: 9 };
}
