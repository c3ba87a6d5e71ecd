import { beforeEach, describe, expect, it } from "vitest";
import { Chat, type Effect } from "../../../bin/terminal/chat.ts";
import { frameReader } from "../../../bin/terminal/news.ts";
import { frame, group, list, message, pair } from "./samples.ts";

const read = frameReader("ann");
let chat: Chat;

beforeEach(() => {
  chat = new Chat("ann");
});

const receive = (event: string, data: unknown, requestId?: string): Effect =>
  chat.apply(read(frame(event, data, requestId)));

describe("the list of rooms", () => {
  it("calls a pair's room by the other's name, a group by its own", () => {
    receive("connectRooms", list);
    expect(chat.rooms.map(({ name }) => name)).toEqual(["bob", "Weekend"]);
  });

  it("makes its first room the current one", () => {
    receive("connectRooms", list);
    expect(chat.current?.id).toBe("p2p.1");
  });

  it("leaves one in the room where one is", () => {
    receive("connectRooms", list);
    chat.current = chat.rooms[1];
    receive("connectRooms", list);
    expect(chat.current?.id).toBe("g1");
  });

  it("tells the number of each room's last message", () => {
    receive("connectRooms", list);
    expect(chat.room("p2p.1")?.messages.get(4)).toBe("m4");
  });

  it("forgets no message that came by before", () => {
    receive("connectRooms", list);
    receive("message", message);
    receive("connectRooms", list);
    expect(chat.seqOf("p2p.1", "m1")).toBe(1);
  });
});

describe("a room", () => {
  it.each(["2", "g1", "Weekend"])("is found by number, id or name: %s", (which) => {
    receive("connectRooms", list);
    expect(chat.find(which)?.id).toBe("g1");
  });

  it("is not found by the number of none", () => {
    receive("connectRooms", list);
    expect(chat.find("0")).toBeUndefined();
    expect(chat.find("3")).toBeUndefined();
  });

  it("becomes the current one when its user asked for it", () => {
    receive("connectRooms", list);
    const { entered } = receive("group_ann", { ...group, _id: "g2" }, "7");
    expect(entered).toBe(chat.current);
    expect(chat.current?.id).toBe("g2");
  });

  it("is only added to the list when someone else made it", () => {
    receive("connectRooms", list);
    const { entered } = receive("group_ann", { ...group, _id: "g2" });
    expect(entered?.id).toBe("g2");
    expect(chat.current?.id).toBe("p2p.1");
    expect(chat.find("3")?.id).toBe("g2");
  });

  it("becomes the current one when there is none, whoever made it", () => {
    receive("ann", { ...message, room: pair });
    expect(chat.current?.id).toBe("p2p.1");
  });

  it("is nothing new when it is known and current already", () => {
    receive("ann", { ...message, room: pair });
    const again = { ...message, _id: "m2", seq: 2, rev: 2, room: pair };
    expect(receive("ann", again, "7").entered).toBeUndefined();
    expect(chat.rooms).toHaveLength(1);
  });
});

describe("an event", () => {
  it("that comes a second time is a repeat, by its rev", () => {
    receive("connectRooms", list);
    expect(receive("message", message).isRepeat).toBe(false);
    expect(receive("message", message).isRepeat).toBe(true);
    expect(receive("message", { ...message, _id: "m2", rev: 2 }).isRepeat).toBe(false);
  });

  it("is no repeat if it has no rev", () => {
    const typing = { room_id: "p2p.1", user_id: "bob" };
    receive("connectRooms", list);
    receive("typing", typing);
    expect(receive("typing", typing).isRepeat).toBe(false);
  });

  it("is shown again when it is the reply to what was asked again", () => {
    receive("connectRooms", list);
    receive("message", message);
    expect(receive("message", message, "7").isRepeat).toBe(false);
  });
});

describe("a user", () => {
  it("is called by id until a first name comes by", () => {
    receive("connectRooms", list);
    expect(chat.nameOf("bob")).toBe("bob");
    receive("message", { ...message, first_name: "Bob" });
    expect(chat.nameOf("bob")).toBe("Bob");
  });

  it.each<[string, string, unknown]>([
    ["a room's members", "ann", { ...message, room: pair }],
    ["the list of rooms", "connectRooms", list],
    ["typing", "typing", { room_id: "p2p.1", user_id: "ann", first_name: "Ann" }],
  ])("is learned of from %s", (_what, event, data) => {
    receive(event, data);
    expect(chat.firstName).toBe("Ann");
  });
});
