// A room under contention, in virtual time: the production rules on an in-memory store with DynamoDB's latencies.

import { ACTIONS } from "../protocol/actions.ts";
import { ChatError } from "../lambdas/chat/errors.ts";
import type { Room } from "../lambdas/chat/model.ts";
import { pinMessage } from "../lambdas/chat/pin-message.ts";
import type { Outcome, Request } from "../lambdas/chat/request.ts";
import { sendMessage } from "../lambdas/chat/send-message.ts";
import { MemoryStore } from "./simulation/memory-store.ts";
import { randomFrom } from "./simulation/scheduler.ts";
import { simulatedRequest } from "./simulation/simulated-request.ts";
import { VirtualTime } from "./virtual-time.ts";

const ROOM = "room";
const PINNED = "pinned";
const SENDERS = ["ann", "bob", "cid"];
const TOGGLER = "dan";

/** The duration of a call in milliseconds, ±20 %. The call takes effect after half of it. */
const WRITE_MS = 7;
const READ_MS = 5;
const WRITES = new Set(["put", "apply", "advance", "markSeen", "claim", "rebase", "propose"]);

export interface Load {
  /** Messages at random times, as many independent users send them. */
  readonly messagesPerSecond?: number;
  readonly seconds?: number;
  /** Pins and unpins of one message, by one client. */
  readonly togglesPerSecond?: number;
  /** The number of messages that are sent at once, at the start. */
  readonly burst?: number;
  /** Whether clients choose the messages' ids. */
  readonly chosenIds?: boolean;
  readonly seed?: number;
}

export interface Figures {
  readonly messages: number;
  readonly refused: number;
  /** Percentiles of the time from a message's request to its entry in the log, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly putsPerMessage: number;
  readonly readsPerMessage: number;
}

/** Simulates a load, and returns the figures of its messages. */
export async function simulate(load: Load): Promise<Figures> {
  const random = randomFrom(load.seed ?? 1);
  const time = new VirtualTime();
  const store = new MemoryStore();
  const counted = { put: 0, after: 0 };

  const slowly =
    (name: string, call: (...args: unknown[]) => Promise<unknown>, isMessage: boolean) =>
    async (...args: unknown[]) => {
      if (isMessage && (name === "put" || name === "after")) counted[name] += 1;
      const half = ((WRITES.has(name) ? WRITE_MS : READ_MS) * (0.8 + 0.4 * random())) / 2;
      await time.sleep(half);
      const result = await call(...args);
      await time.sleep(half);
      return result;
    };
  const slow = <Port extends object>(port: Port, isMessage: boolean): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        slowly(name, call as (...args: unknown[]) => Promise<unknown>, isMessage),
      ]),
    ) as Port;
  const request = (userId: string, isMessage: boolean): Request => ({
    ...simulatedRequest({ store, random, now: () => time.now() }, userId, `c-${userId}`),
    rooms: slow(store.rooms, isMessage),
    log: slow(store.log, isMessage),
    messages: slow(store.messages, isMessage),
    users: () => Promise.resolve([]),
    deadline: time.now() + 28_000,
    pause: (upToMs) => time.sleep(random() * upToMs),
  });
  const finish = ({ alongside = [] }: Outcome) => Promise.all(alongside.map((write) => write()));

  const waits: number[] = [];
  let refused = 0;
  const send = async (user: string, _id?: string): Promise<void> => {
    const began = time.now();
    const frame = { room_id: ROOM, message: "hello", ...(_id !== undefined && { _id }) };
    try {
      const payload = ACTIONS.sendMessage.payload.parse(frame);
      const outcome = await sendMessage(payload, request(user, true));
      waits.push(time.now() - began);
      await finish(outcome);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      refused += 1;
    }
  };
  const toggle = async (pin_message: boolean): Promise<void> => {
    const payload = ACTIONS.pinMessage.payload.parse({ room_id: ROOM, _id: PINNED, pin_message });
    await pinMessage(payload, request(TOGGLER, false));
  };
  const nextSend = (i: number) =>
    send(SENDERS[i % SENDERS.length] ?? "", load.chosenIds ? `message-${i}` : undefined);

  async function pour({ seconds = 30, messagesPerSecond = 0 }: Load): Promise<void> {
    const sends: Promise<void>[] = [];
    while (messagesPerSecond > 0 && time.now() < seconds * 1_000) {
      await time.sleep((-Math.log(1 - random()) * 1_000) / messagesPerSecond);
      sends.push(nextSend(sends.length));
    }
    await Promise.all(sends);
  }
  async function pin({ seconds = 30, togglesPerSecond = 0 }: Load): Promise<void> {
    const toggles: Promise<void>[] = [];
    while (toggles.length < seconds * togglesPerSecond) {
      await time.sleep(1_000 / togglesPerSecond);
      toggles.push(toggle(toggles.length % 2 === 0));
    }
    await Promise.all(toggles);
  }

  const members = [...SENDERS, TOGGLER].map((userId) => ({
    userId,
    joinedAt: 0,
    joinedRev: 0,
    seenSeq: 0,
  }));
  const room: Room = {
    id: ROOM,
    type: "group-chat",
    name: "Contended",
    image: "",
    creator: TOGGLER,
    owner: TOGGLER,
    memberCount: members.length,
    createdAt: 0,
    head: { rev: 0, seq: 0, lastMessageRev: 0, activeAt: 0 },
  };
  await store.rooms.begin(room, "");
  await store.rooms.enlist(ROOM, members);
  await store.rooms.ready(ROOM);
  const first = send(TOGGLER, PINNED);
  await time.run();
  await first;
  [waits.length, counted.put, counted.after] = [0, 0, 0];

  const burst = Array.from({ length: load.burst ?? 0 }, (_, i) => nextSend(i));
  const all = Promise.all([pour(load), pin(load), ...burst]);
  await time.run();
  await all;
  return figuresOf(waits, refused, counted);
}

function figuresOf(waits: number[], refused: number, counted: { put: number; after: number }) {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? 0);
  const perMessage = (count: number) => Math.round((count / sorted.length) * 100) / 100;
  return {
    messages: sorted.length,
    refused,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
    putsPerMessage: perMessage(counted.put),
    readsPerMessage: perMessage(counted.after),
  };
}
