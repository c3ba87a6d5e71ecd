// The last steps of the smoke test: actions that need no room, refused actions, and cleaning up.

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { TestUser } from "./test-user.ts";
import { NAME, type Trial } from "./scene.ts";

export const LAST: readonly Trial[] = [
  [
    "ping is answered",
    async ({ ann }) => {
      strictEqual((await ann.ask("ping")).event, "pong");
    },
  ],
  [
    "sendNewMessage opens a conversation under each one's own id",
    async ({ ann, bob }) => {
      const reply = await ann.ask("sendNewMessage", {
        recipient_id: bob.id,
        // A user cannot leave a pair's room.
        type: "group-chat",
        room_name: NAME,
        message: { message: "Just us" },
      });
      strictEqual(reply.event, ann.id);
      match(String(reply.data.room_id), /^new\./);
      deepStrictEqual((await bob.heard(bob.id)).data, reply.data);
    },
  ],
  [
    "what is wrong is refused with a code, and the connection lives on",
    async ({ ann, room }) => {
      strictEqual((await ann.refused("no such action")).code, "UNKNOWN_ACTION");
      strictEqual((await ann.refused("sendMessage", { room_id: room })).code, "BAD_REQUEST");
      const elsewhere = { room_id: randomUUID(), message: "Hello" };
      strictEqual((await ann.refused("sendMessage", elsewhere)).code, "FORBIDDEN");
      ann.send("not JSON");
      strictEqual((await ann.heard("error")).data.code, "BAD_JSON");
    },
  ],
  [
    "both leave what they made, and nothing of it is in their lists",
    async ({ ann, bob }) => {
      for (const user of [bob, ann]) {
        for (const room_id of await smokeRooms(user)) {
          await user.done("removeMember", { room_id, user_id: user.id });
        }
        deepStrictEqual(await smokeRooms(user), []);
      }
    },
  ],
];

async function smokeRooms(user: TestUser): Promise<string[]> {
  const { data } = await user.ask("connectRooms");
  const rooms = data as unknown as { _id: string; room_name: string }[];
  return rooms.filter(({ room_name }) => room_name.startsWith(NAME)).map(({ _id }) => _id);
}
