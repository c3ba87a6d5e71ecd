// Every action end to end, as two users of any deployment see them: on AWS, on this machine, from any build.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { openConnection, type Frame, type Person } from "./person.ts";
import { passOn } from "./upload.ts";

export interface Target {
  /** `wss://…`, with the stage. */
  readonly url: string;
  /** Tokens of two users. */
  readonly tokens: readonly [string, string];
}

export interface Step {
  readonly title: string;
  /** Why it failed; the steps after it are not tried. */
  readonly error?: Error;
}

interface Scene {
  readonly ann: Person;
  readonly bob: Person;
  /** Made for this run, so that it can be run again on the same deployment. */
  readonly room: string;
  readonly message: string;
}

const untold = ({ event, data }: Frame) => ({ event, data });

/** The caller's reply and the other's push, which must be the same event. */
async function both({ ann, bob }: Scene, action: string, payload: object): Promise<Frame> {
  const reply = await ann.ask(action, payload);
  strictEqual(reply.event === "error" && reply.data.code, false);
  deepStrictEqual(untold(await bob.heard(reply.event)), untold(reply));
  return reply;
}

const STEPS: readonly (readonly [string, (scene: Scene) => Promise<unknown>])[] = [
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
    ({ ann, bob, room }) => passOn({ from: ann, to: bob, room }),
  ],
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
        // A pair's room could not be left again.
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
      for (const person of [bob, ann]) {
        for (const room_id of await smokeRooms(person)) {
          await person.done("removeMember", { room_id, user_id: person.id });
        }
        deepStrictEqual(await smokeRooms(person), []);
      }
    },
  ],
];

/** What a run makes bears it, so that what a run that failed left behind is left by the next. */
const NAME = "Smoke";

async function smokeRooms(person: Person): Promise<string[]> {
  const { data } = await person.ask("connectRooms");
  const rooms = data as unknown as { _id: string; room_name: string }[];
  return rooms.filter(({ room_name }) => room_name.startsWith(NAME)).map(({ _id }) => _id);
}

/** Runs the steps one after another and tells how each went. Once all went well, neither user has a room of it. */
export async function* smoke({ url, tokens }: Target): AsyncGenerator<Step> {
  const title = "both users connect, and nobody without a token does";
  let people: Person[];
  try {
    people = await Promise.all(tokens.map((token) => openConnection(url, token, subjectOf(token))));
    const stranger = await openConnection(url, "", "nobody").catch(() => undefined);
    strictEqual(stranger, undefined);
  } catch (error) {
    yield { title, error: asError(error) };
    return;
  }
  yield { title };

  const [ann, bob] = people as [Person, Person];
  const scene = { ann, bob, room: `smoke-${randomUUID()}`, message: `smoke-${randomUUID()}` };
  try {
    for (const [step, run] of STEPS) {
      const error = await run(scene).then(() => undefined, asError);
      yield error ? { title: step, error } : { title: step };
      if (error) return;
    }
  } finally {
    await Promise.all([ann.leave(), bob.leave()]);
  }
}

const subjectOf = (token: string): string => {
  const { sub } = decodeJwt(token);
  if (!sub) throw new Error("A token has no sub.");
  return sub;
};

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
