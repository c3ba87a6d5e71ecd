// The size of server frames: none exceeds its limit, for every event of every action, at sizes up to the accepted ones
// and beyond.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectRooms } from "../../lambdas/chat/connect-rooms.ts";
import { ChatError } from "../../lambdas/chat/errors.ts";
import { addMembers } from "../../lambdas/chat/add-members.ts";
import { createGroup } from "../../lambdas/chat/create-group.ts";
import { editMessage } from "../../lambdas/chat/edit-message.ts";
import { getMembers } from "../../lambdas/chat/get-members.ts";
import { getMessages } from "../../lambdas/chat/get-messages.ts";
import { getPins } from "../../lambdas/chat/get-pins.ts";
import { pinMessage } from "../../lambdas/chat/pin-message.ts";
import { reactMessage } from "../../lambdas/chat/react-message.ts";
import type { Outcome, UseCase } from "../../lambdas/chat/request.ts";
import { sendMessage } from "../../lambdas/chat/send-message.ts";
import { sendNewMessage } from "../../lambdas/chat/send-new-message.ts";
import { sync } from "../../lambdas/chat/sync.ts";
import { typing } from "../../lambdas/chat/typing.ts";
import { updateRoom } from "../../lambdas/chat/update-room.ts";
import { eventFor } from "../../lambdas/runtime/dispatch.ts";
import { frameOf } from "../../lambdas/runtime/frame.ts";
import { parsePayload } from "../../lambdas/runtime/payload.ts";
import type { Action } from "../../protocol/action.ts";
import { ACTIONS, type ActionName } from "../../protocol/actions.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { messageContent } from "../../protocol/message.ts";
import { isBlank, jsonBytes } from "../../protocol/text.ts";
import { MemoryStore } from "../../bench/simulation/memory-store.ts";
import { simulatedRequest } from "../../bench/simulation/simulated-request.ts";

const USE_CASES = {
  addMembers,
  connectRooms,
  createGroup,
  editMessage,
  getMembers,
  getMessages,
  getPins,
  pinMessage,
  reactMessage,
  sendMessage,
  sendNewMessage,
  sync,
  typing,
  updateRoom,
} as unknown as Partial<Record<ActionName, UseCase<ActionName>>>;

/** The longest possible request_id: a control character takes six bytes. */
const requestId = "\u0001".repeat(LIMITS.requestIdCharacters);

class World {
  readonly #store = new MemoryStore();
  #time = 0;

  /** Runs an action and checks all its frames. Returns the data of its event, or the code of its error. */
  async act(action: ActionName, userId: string, payload: object): Promise<unknown> {
    try {
      const frame = payload as Record<string, unknown>;
      const parsed = parsePayload(ACTIONS[action] as Action, frame, userId);
      const simulation = { store: this.#store, random: Math.random, now: () => ++this.#time };
      const outcome = await this.#run(action, parsed, simulatedRequest(simulation, userId, "c"));
      check(outcome, userId);
      return outcome.data;
    } catch (error) {
      if (error instanceof ChatError) return error.code;
      throw error;
    }
  }

  async #run(action: ActionName, payload: unknown, request: Parameters<UseCase<ActionName>>[1]) {
    const useCase = USE_CASES[action];
    if (!useCase) throw new Error(`${action} is not tried here.`);
    const outcome = await useCase(payload as never, request);
    for (const write of outcome.alongside ?? []) await write();
    return outcome;
  }
}

// Checks a reply, and the frames for the other users, whose ids all have the same length here.
function check({ event, data, also, nextCursor }: Outcome, userId: string): void {
  const json = JSON.stringify(data);
  const reply = frameOf(eventFor(event, userId), json, { requestId, nextCursor });
  const posts = [
    frameOf(eventFor(event, userId), json),
    ...(also ? [frameOf(also.event(userId), JSON.stringify(also.data))] : []),
  ];
  for (const frame of [reply, ...posts.map((post) => `{"event":"batch","data":[${post}]}`)]) {
    expect(Buffer.byteLength(frame)).toBeLessThanOrEqual(LIMITS.serverFrameBytes);
  }
}

const idOf = (length: number) => (kind: string, n: number) =>
  `${kind}${String(n).padStart(3, "0")}`.padEnd(length, "-");

/** A text of one repeated character: empty, short or as long as the limit. */
interface Text {
  readonly character: string;
  readonly part: number;
}
const text = fc.record({
  character: fc.constantFrom("x", "日", "\u0001", '"', "🎉"),
  part: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
});
// Begins with a letter if the text would be blank otherwise.
function written({ character, part }: Text, units: number): string {
  const whole = character.repeat(Math.floor((units * part) / (character.length || 1)));
  return whole !== "" && isBlank(whole) ? `x${whole.slice(1)}` : whole;
}
const named = (sample: Text) => written(sample, LIMITS.nameCharacters);

const contents = fc.record({
  message: text,
  name: text,
  attachment: text,
  reply: text,
  isFull: fc.boolean(),
});
type Contents = typeof contents extends fc.Arbitrary<infer T> ? T : never;
function contentOf(sample: Contents) {
  const name = named(sample.name);
  const content = {
    message: written(sample.message, LIMITS.messageCharacters),
    first_name: name,
    last_name: name,
    message_type: name,
    dateCreated: name,
    attachments: [written(sample.attachment, LIMITS.attachmentsBytes / 6 - 10)],
    reply_message: { text: written(sample.reply, LIMITS.replyMessageBytes / 6 - 10) },
  };
  if (!sample.isFull) return content;
  // The largest message that is accepted, within a few bytes.
  const left = LIMITS.messageBytes - jsonBytes(messageContent.parse({ ...content, message: "" }));
  return { ...content, message: "日".repeat(Math.min(LIMITS.messageCharacters, left / 3)) };
}

const worlds = fc.record({
  idLength: fc.constantFrom(24, 128),
  members: fc.constantFrom(2, 60, 100, 101),
  contents: fc.array(contents, { minLength: 1, maxLength: 3 }),
  recipients: fc.nat(110),
  edit: text,
  name: text,
  image: text,
});

/** The longest emoji: twenty kisses of people with two different skin tones. */
const TONES = ["🏻", "🏼", "🏽", "🏾", "🏿"];
const LONG_EMOJI = TONES.flatMap((one) =>
  TONES.filter((other) => other !== one).map((other) => `👩${one}‍❤️‍💋‍👩${other}`),
);
const ONE = { reaction: LONG_EMOJI[0] };

const full = (character: string): Text => ({ character, part: 1 });
const none = full("");
const fullMessage = {
  message: none,
  name: full("日"),
  attachment: full("x"),
  reply: full("x"),
  isFull: true,
};
/** Every field except the message has its largest size. */
const LARGEST = {
  idLength: 128,
  members: 100,
  recipients: 0,
  contents: [fullMessage],
  edit: none,
  name: full("\u0001"),
  image: full("\u0001"),
};
/** A message that grows by an edit. */
const LONGEST = {
  idLength: 24,
  members: 2,
  recipients: 100,
  contents: [{ ...fullMessage, isFull: false }],
  edit: full("日"),
  name: none,
  image: none,
};

/** A message that is too large for a frame of its own. */
const TOO_LARGE = {
  ...LONGEST,
  recipients: 0,
  contents: [{ ...fullMessage, message: full("\u0001"), isFull: false }],
};

describe("a server frame", () => {
  it(`is never over ${LIMITS.serverFrameBytes} bytes`, async () => {
    const taken = new Map<string, number>();
    const runs = Number(process.env.RUNS ?? 10);
    const property = fc.asyncProperty(worlds, async (sample) => {
      const world = new World();
      const id = idOf(sample.idLength);
      const people = Array.from({ length: sample.members }, (_, n) => id("user", n));
      const [ann = "", bob = ""] = people;
      const act = async (action: ActionName, payload: object, by = ann) => {
        const data = await world.act(action, by, payload);
        const key = typeof data === "string" ? `${action} ${data}` : action;
        taken.set(key, (taken.get(key) ?? 0) + 1);
        return data as Record<string, unknown>;
      };
      const room_name = named(sample.name) || "x";
      const image_url = written(sample.image, LIMITS.imageUrlCharacters);
      const edited = written(sample.edit, LIMITS.messageCharacters);
      for (const person of people) await act("connectRooms", { first_name: room_name }, person);
      const rooms = Array.from({ length: 50 }, (_, n) => id("room", n));
      const [room_id = ""] = rooms;
      const group = { room_name, image_url };
      await act("createGroup", { ...group, _id: room_id, recipients: people.slice(0, 2) });
      await act("addMembers", { room_id, user_ids: people.slice(0, 100) });
      await act("addMembers", { room_id, user_ids: people });
      const others = Array.from({ length: sample.recipients }, (_, n) => ({ _id: id("to", n) }));
      for (const [n, message] of sample.contents.map(contentOf).entries()) {
        const _id = id("message", n);
        const to = n === 1 ? { recipients: others } : {};
        await act("sendMessage", { ...message, ...to, _id, room_id });
        const edit = await act("editMessage", { room_id, message_id: _id, message: edited });
        const newest = await act("getMessages", { room_id, limit: 1 });
        if (edit.message) expect(newest.messages).toMatchObject([{ _id, message: edited }]);
        await act("pinMessage", { room_id, _id, pin_message: true });
        for (const reaction of LONG_EMOJI) {
          await act("reactMessage", { room_id, message_id: _id, reaction, on: true });
        }
        for (const person of people.slice(0, 30)) {
          await act("reactMessage", { room_id, message_id: _id, ...ONE, on: true }, person);
        }
        const said = { ...message, ...to, _id };
        for (const recipient_id of [[bob], people.slice(1, 100)]) {
          await act("sendNewMessage", {
            ...group,
            recipient_id,
            message: said,
            user_name: room_name,
          });
        }
      }
      await act("typing", { room_id, message: edited });
      await act("updateRoom", { room_id, ...group });
      const again = sample.contents[0] && contentOf(sample.contents[0]);
      for (const other of rooms.slice(1)) {
        await act("createGroup", { ...group, _id: other, recipients: [bob] });
        await act("sendMessage", { ...again, room_id: other });
      }
      await readAll(act, rooms, bob);
    });
    await fc.assert(property, { numRuns: runs, examples: [[LARGEST], [LONGEST], [TOO_LARGE]] });
    // If an action were always refused, the property would be true but prove nothing.
    for (const action of Object.keys(USE_CASES)) expect(taken.get(action)).toBeGreaterThan(0);
    expect(taken.get("sendMessage TOO_LARGE")).toBeGreaterThan(0);
    expect(taken.get("editMessage TOO_LARGE")).toBeGreaterThan(0);
  });
});

type Act = (action: ActionName, payload: object, by?: string) => Promise<Record<string, unknown>>;

// Reads everything page by page, and expects that no page is empty.
async function readAll(act: Act, rooms: readonly string[], reader: string): Promise<void> {
  const [room_id] = rooms;
  let at: object = {};
  for (let page; page?.has_more ?? true;) {
    page = (await act("getMessages", { room_id, limit: 100, ...at }, reader)) as {
      messages: unknown[];
      has_more: boolean;
      next_before_rev?: number;
    };
    if (page.has_more) expect(page.messages.length).toBeGreaterThan(0);
    at = { before_rev: page.next_before_rev };
  }
  await act("getPins", { room_id }, reader);
  await act("getMembers", { room_id }, reader);
  await act("connectRooms", {}, reader);
  let wanted = rooms.map((id) => ({ room_id: id, after_rev: 0 }));
  for (let calls = 0; wanted.length > 0; calls++) {
    expect(calls).toBeLessThan(300);
    const answers = (await act("sync", { rooms: wanted }, reader)) as unknown as {
      room_id: string;
      rev: number;
      has_more: boolean;
    }[];
    wanted = answers
      .filter(({ has_more }) => has_more)
      .map(({ room_id: id, rev }) => ({ room_id: id, after_rev: rev }));
  }
}
