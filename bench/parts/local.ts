// `npm start` compared with Socket.IO 4 in memory, for the same conversation: latency, throughput, memory per
// connection, and what remains after a crash.

import type { ChatClient, ChatServer, StartChatServer } from "../servers/chat-server.ts";
import { startParley } from "../servers/npm-start.ts";
import { startSocketIo } from "../servers/socket-io.ts";
import { keep } from "../results.ts";
import { spreadOf, type Spread } from "../spread.ts";

const SERVERS: Readonly<Record<string, StartChatServer>> = {
  "npm start": startParley,
  "Socket.IO": startSocketIo,
};
const MEMBERS = 10;
const TURNS = 5;
const MESSAGES_A_TURN = 20;
const ROOMS = 10;
const THROUGHPUT_MS = 2_000;
const CONNECTIONS = 1_000;
const CONNECTED_AT_ONCE = 25;
const SENT_BEFORE_DEATH = 40;

interface Crash {
  readonly acknowledged: number;
  /** The number of these that an offline user finds after the restart. */
  readonly found: number;
  /** The number of messages stored twice, after the one without a reply was sent again. */
  readonly doubled: number;
}

export interface LocalRow {
  readonly server: string;
  /** The time from sending to the last of nine deliveries, in milliseconds: the medians of the turns. */
  readonly latencyMs: Spread;
  /** Acknowledged messages, in ten rooms of ten members at once. */
  readonly messagesPerSecond: Spread;
  /** The server's memory for a thousand connections, and its memory without any, in MB. */
  readonly connectionsMb: number;
  readonly idleMb: number;
  readonly crash: Crash;
}

interface Stage {
  readonly name: string;
  readonly server: ChatServer;
  /** The members of each room, all connected. */
  readonly rooms: ReadonlyMap<string, readonly ChatClient[]>;
  readonly latency: number[];
  readonly rate: number[];
}

export async function measureLocal(): Promise<readonly LocalRow[]> {
  const memory = new Map<string, { idleMb: number; connectionsMb: number }>();
  for (const [name, start] of Object.entries(SERVERS)) memory.set(name, await memoryOf(start));
  const stages: Stage[] = [];
  for (const [name, start] of Object.entries(SERVERS)) {
    const server = await start();
    stages.push({ name, server, rooms: await fillRooms(server), latency: [], rate: [] });
  }
  // The first turn is the warm-up.
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const stage of stages) {
      const ms = await latencyOf(stage, turn);
      const rate = await rateOf(stage, turn);
      if (turn === 0) continue;
      stage.latency.push(ms);
      stage.rate.push(rate);
    }
  }
  const rows: LocalRow[] = [];
  for (const { name, server, latency, rate } of stages) {
    rows.push({
      server: name,
      latencyMs: spreadOf(latency, 2),
      messagesPerSecond: spreadOf(rate),
      idleMb: memory.get(name)?.idleMb ?? Number.NaN,
      connectionsMb: memory.get(name)?.connectionsMb ?? Number.NaN,
      crash: await crashOf(server),
    });
    await server.stop();
  }
  return rows;
}

async function fillRooms(server: ChatServer): Promise<Stage["rooms"]> {
  const rooms = new Map<string, ChatClient[]>();
  for (let n = 0; n < ROOMS; n++) {
    const room = `room-${n}`;
    const users = Array.from({ length: MEMBERS }, (_, user) => `user-${user}-of-${room}`);
    await server.createRoom(room, users);
    rooms.set(room, await Promise.all(users.map((user) => server.connect(user, [room]))));
  }
  return rooms;
}

/** Returns the median latency of a turn. */
async function latencyOf({ rooms }: Stage, turn: number): Promise<number> {
  const [[room, [sender, ...others]] = ["", []]] = rooms;
  const took: number[] = [];
  for (let n = 0; n < MESSAGES_A_TURN; n++) {
    const text = `Turn ${turn}, message ${n}`;
    const begun = performance.now();
    const arrivals = others.map(
      (client) =>
        new Promise<number>((resolve) => {
          client.onMessage((heard) => {
            if (heard === text) resolve(performance.now());
          });
        }),
    );
    await sender?.send(room, text, `latency-${turn}-${n}`);
    took.push(Math.max(...(await Promise.all(arrivals))) - begun);
  }
  return spreadOf(took, 3).median;
}

/** Returns the messages per second if every room's members send in turn, each after the last one's acknowledgement. */
async function rateOf({ rooms }: Stage, turn: number): Promise<number> {
  const end = performance.now() + THROUGHPUT_MS;
  let acknowledged = 0;
  const talk = async (room: string, clients: readonly ChatClient[]) => {
    for (let n = 0; performance.now() < end; n++) {
      await clients[n % clients.length]?.send(room, `Message ${n}`, `rate-${turn}-${n}`);
      acknowledged += 1;
    }
  };
  await Promise.all([...rooms].map(([room, clients]) => talk(room, clients)));
  return acknowledged / (THROUGHPUT_MS / 1_000);
}

async function memoryOf(start: StartChatServer) {
  const server = await start();
  const megabytes = async () => Math.round((await server.memory()) / 1e6);
  // The first connection loads modules that all connections need.
  const clients = [await server.connect("user-first", [])];
  const idleMb = await megabytes();
  for (let from = 0; from < CONNECTIONS; from += CONNECTED_AT_ONCE) {
    const some = Array.from({ length: CONNECTED_AT_ONCE }, (_, n) => `user-${from + n}`);
    clients.push(...(await Promise.all(some.map((user) => server.connect(user, [])))));
  }
  const connectionsMb = (await megabytes()) - idleMb;
  await Promise.all(clients.map((client) => client.close()));
  await server.stop();
  return { idleMb, connectionsMb };
}

/** Kills the server during a conversation, restarts it, and counts the messages that an offline user finds. */
async function crashOf(server: ChatServer): Promise<Crash> {
  const room = "room-of-the-crash";
  await server.createRoom(room, ["user-sender", "user-away"]);
  const sender = await server.connect("user-sender", [room]);
  const acknowledged: string[] = [];
  let unanswered = "";
  const talking = (async () => {
    for (let n = 0; ; n++) {
      unanswered = `message-${n}`;
      await sender.send(room, unanswered, unanswered);
      acknowledged.push(unanswered);
    }
  })().catch(() => undefined);
  while (acknowledged.length < SENT_BEFORE_DEATH) await new Promise(setImmediate);
  await server.kill();
  await talking;
  await server.restart();
  const back = await server.connect("user-sender", [room]);
  await back.send(room, unanswered, unanswered);
  const away = await server.connect("user-away", [room]);
  const there = await away.history(room);
  return {
    acknowledged: acknowledged.length,
    found: acknowledged.filter((id) => there.includes(id)).length,
    doubled: there.length - new Set(there).size,
  };
}

export async function local(): Promise<void> {
  const rows = await measureLocal();
  keep("local", { members: MEMBERS, connections: CONNECTIONS, rows });
  console.table(
    rows.map(({ latencyMs, messagesPerSecond, crash, ...row }) => ({
      ...row,
      "latency, ms": latencyMs.median,
      "messages a second": messagesPerSecond.median,
      ...crash,
    })),
  );
}
