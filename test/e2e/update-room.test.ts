// `updateRoom`, over native WebSockets.

import { describe, expect, it } from "vitest";
import type { TestUser } from "../../smoke/test-user.ts";
import { startWithAnnAndBob } from "./ann-and-bob.ts";

const { ann, bob } = await startWithAnnAndBob();

const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;

let rooms = 0;
async function newGroup(): Promise<string> {
  const _id = `update-${++rooms}`;
  await ann.done("createGroup", { _id, room_name: "Tea", recipients: [bob.id] });
  return _id;
}
const listed = async (person: TestUser, room_id: string) => {
  const { data } = await person.ask("connectRooms");
  return (data as unknown as Record<string, unknown>[]).find(({ _id }) => _id === room_id);
};

describe("updateRoom", () => {
  it("changes the named fields, for everybody, and leaves the others", async () => {
    const room = await newGroup();
    const { request_id: _id, ...reply } = await ann.ask("updateRoom", {
      room_id: room,
      image_url: "https://a.example/tea.png",
    });
    expect(reply).toEqual({
      event: "room_updated",
      data: {
        room_id: room,
        image_url: "https://a.example/tea.png",
        user_id: "ann",
        rev: 1,
        updated_at: time,
      },
    });
    const { event, data } = await bob.heard("room_updated");
    expect({ event, data }).toEqual(reply);
    await ann.done("updateRoom", { room_id: room, room_name: "Green tea", image_url: "" });
    expect(await listed(bob, room)).toMatchObject({ room_name: "Green tea", image_url: "" });
  });

  it("is the owner's right, and needs a field to change", async () => {
    const room = await newGroup();
    const rename = { room_id: room, room_name: "Mine" };
    expect((await bob.refused("updateRoom", rename)).code).toBe("FORBIDDEN");
    expect((await ann.refused("updateRoom", { room_id: room })).code).toBe("BAD_REQUEST");
    expect((await ann.refused("updateRoom", { ...rename, room_name: "" })).code).toBe(
      "BAD_REQUEST",
    );
  });
});
