// The steps of the smoke test for messages in a room: sending, editing, pins, reactions, history, files.

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { both, type Trial } from "./scene.ts";
import { shareFile } from "./upload.ts";

export const MESSAGES: readonly Trial[] = [
  [
    "sendMessage reaches the other, first in the room",
    async (scene) => {
      const { room, message } = scene;
      const sent = { room_id: room, message: "Hello", _id: message };
      const { data } = await both(scene, "sendMessage", sent);
      deepStrictEqual([data._id, data.seq, data.rev], [message, 1, 1]);
    },
  ],
  [
    "the same message again is the same message",
    async (scene) => {
      const { ann, room, message } = scene;
      const sent = { room_id: room, message: "Hello", _id: message };
      strictEqual((await ann.done("sendMessage", sent)).rev, 1);
      strictEqual((await ann.done("sendMessage", { ...sent, _id: undefined })).seq, 2);
    },
  ],
  [
    "typing reaches the other",
    (scene) => both(scene, "typing", { room_id: scene.room, message: "I am typing..." }),
  ],
  [
    "editMessage reaches the other",
    async (scene) => {
      const edit = { room_id: scene.room, message_id: scene.message, message: "Hello, you" };
      const { data } = await both(scene, "editMessage", edit);
      strictEqual(data.message, "Hello, you");
    },
  ],
  [
    "messageSeen moves the other's mark",
    async ({ ann, bob, room, message }) => {
      const seen = await bob.done("messageSeen", { room_id: room, message_id: message });
      deepStrictEqual((await ann.heard("seen")).data, seen);
    },
  ],
  [
    "pinMessage pins and unpins",
    async (scene) => {
      const pin = { room_id: scene.room, _id: scene.message };
      await both(scene, "pinMessage", { ...pin, pin_message: true });
      await both(scene, "pinMessage", { ...pin, pin_message: false });
    },
  ],
  [
    "reactMessage puts an emoji on and takes it off",
    async (scene) => {
      const reaction = { room_id: scene.room, message_id: scene.message, reaction: "👍" };
      const { data } = await both(scene, "reactMessage", { ...reaction, on: true });
      strictEqual(data.count, 1);
      await both(scene, "reactMessage", { ...reaction, on: false });
    },
  ],
  [
    "getPins lists a pinned message",
    async ({ ann, bob, room, message }) => {
      const pin = { room_id: room, _id: message, pin_message: true };
      await ann.done("pinMessage", pin);
      await bob.heard("pin_message");
      const pins = (await bob.done("getPins", { room_id: room })) as unknown as { _id: string }[];
      deepStrictEqual(
        pins.map(({ _id }) => _id),
        [message],
      );
    },
  ],
  [
    "deleteMessage reaches the other",
    (scene) => both(scene, "deleteMessage", { room_id: scene.room, message_id: scene.message }),
  ],
  [
    "getMessages reads the history, and sync replays it",
    async ({ bob, room }) => {
      const { messages, rev } = await bob.done("getMessages", { room_id: room });
      strictEqual((messages as unknown[]).length, 2);
      const rooms = [{ room_id: room, after_rev: 0 }];
      const [answer] = (await bob.done("sync", { rooms })) as unknown as Record<string, unknown>[];
      deepStrictEqual([answer?.recovered, answer?.rev], [true, rev]);
    },
  ],
  [
    "a file goes from one to the other by createUpload and getDownload, and goes with its message",
    ({ ann, bob, room }) => shareFile({ from: ann, to: bob, room }),
  ],
];
