// The steps of the smoke test for a room and its members: MAKING runs before the message steps, CHANGING after them.

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { both, NAME, type Trial } from "./scene.ts";

export const MAKING: readonly Trial[] = [
  [
    "createGroup tells each member under their own name",
    async ({ ann, bob, room }) => {
      const group = { _id: room, room_name: NAME, recipients: [bob.id] };
      const reply = await ann.ask("createGroup", group);
      strictEqual(reply.event, `group_${ann.id}`);
      deepStrictEqual((await bob.heard(`group_${bob.id}`)).data, reply.data);
    },
  ],
  [
    "connectRooms lists the group",
    async ({ ann, room }) => {
      const { data } = await ann.ask("connectRooms", { first_name: "Smoke" });
      const rooms = data as unknown as { _id: string }[];
      ok(rooms.some(({ _id }) => _id === room));
    },
  ],
];

export const CHANGING: readonly Trial[] = [
  [
    "getMembers tells who is there",
    async ({ ann, bob, room }) => {
      const { members } = await ann.done("getMembers", { room_id: room });
      deepStrictEqual(
        (members as { user_id: string; online: boolean }[]).map(({ user_id }) => user_id),
        [ann.id, bob.id].sort(),
      );
    },
  ],
  [
    "updateRoom reaches the other",
    (scene) => both(scene, "updateRoom", { room_id: scene.room, room_name: `${NAME}, renamed` }),
  ],
  [
    "removeMember reaches the one who is removed, and addMembers brings them back",
    async (scene) => {
      const { ann, bob, room } = scene;
      await both(scene, "removeMember", { room_id: room, user_id: bob.id });
      strictEqual((await bob.refused("typing", { room_id: room })).code, "FORBIDDEN");
      const { rev } = await ann.done("addMembers", { room_id: room, user_ids: [bob.id] });
      strictEqual((await bob.heard(`group_${bob.id}`)).data.rev, rev);
    },
  ],
];
