// A busy large room on the local server: posts per delivered event, and the time until a message's last delivery.
//
//   npx tsx bench/busy-room.ts [connections] [messages a second] [seconds]
//
// All connections accept batches. The server runs in its own process.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { connect } from "./harness/client.ts";
import type { FromServer } from "./soak/server.ts";
import { spreadOf } from "./spread.ts";

const [connections = 500, rate = 20, seconds = 30] = process.argv.slice(2).map(Number);
const ROOM = "busy";

const server = fork(fileURLToPath(new URL("soak/server.ts", import.meta.url)), {
  execArgv: ["--import", "tsx"],
});
const [started] = (await once(server, "message")) as [FromServer];
if (started.kind !== "started") throw new Error("The server did not say where it is.");
const { url, httpUrl } = started;

async function tokenOf(userId: string): Promise<string> {
  const response = await fetch(new URL("/token", httpUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  return ((await response.json()) as { token: string }).token;
}

interface Listener {
  posts: number;
  events: number;
}

/** By message: when it was sent. */
const sent = new Map<string, number>();
/** By message: the number of deliveries, and the time from sending to the last delivery in milliseconds. */
const last = new Map<string, { count: number; ms: number }>();

async function listen(userId: string): Promise<Listener> {
  const socket = new WebSocket(`${url}?token=${await tokenOf(userId)}&batch=1`);
  await once(socket, "open");
  socket.send(JSON.stringify({ action: "connectRooms", request_id: "1" }));
  await once(socket, "message");
  const listener = { posts: 0, events: 0 };
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { event: string; data: unknown };
    const frames = frame.event === "batch" ? (frame.data as (typeof frame)[]) : [frame];
    listener.posts++;
    for (const { event, data } of frames) {
      if (event !== "message") continue;
      listener.events++;
      const { _id } = data as { _id: string };
      const ms = performance.now() - (sent.get(_id) ?? NaN);
      last.set(_id, { count: (last.get(_id)?.count ?? 0) + 1, ms });
    }
  });
  return listener;
}

const join = async (id: string) => await connect(`${url}?token=${await tokenOf(id)}`, id);
const ann = await join("ann");
// One message per second and user: the rate limit is per user.
const senders = await Promise.all(Array.from({ length: rate }, (_, i) => join(`sender-${i}`)));
const members = Array.from({ length: connections }, (_, i) => `user-${i}`);
await ann.ask("createGroup", {
  _id: ROOM,
  room_name: "Busy",
  recipients: [...senders.map(({ id }) => id), ...members.slice(0, 200)],
});
for (let from = 200; from < members.length; from += 100) {
  await ann.ask("addMembers", { room_id: ROOM, user_ids: members.slice(from, from + 100) });
}
const listeners: Listener[] = [];
for (const id of members) listeners.push(await listen(id));

const acknowledged: Promise<unknown>[] = [];
const began = performance.now();
for (let n = 0; n < rate * seconds; n++) {
  await new Promise((resolve) =>
    setTimeout(resolve, began + (n * 1_000) / rate - performance.now()),
  );
  const _id = `m-${n}`;
  sent.set(_id, performance.now());
  const sender = senders[n % rate] ?? ann;
  acknowledged.push(sender.ask("sendMessage", { room_id: ROOM, _id, message: `Message ${n}` }));
}
const results = await Promise.allSettled(acknowledged);
await new Promise((resolve) => setTimeout(resolve, 10_000));

const sum = (of: (listener: Listener) => number): number =>
  listeners.reduce((all, each) => all + of(each), 0);
const [posts, events] = [sum((listener) => listener.posts), sum((listener) => listener.events)];
const whole = [...last.values()].filter(({ count }) => count === connections);
const times = whole.map(({ ms }) => ms).sort((a, b) => a - b);
console.table({
  messages: sent.size,
  events,
  posts,
  "posts for each event": Math.round((posts / events) * 1_000) / 1_000,
  refused: results.filter(({ status }) => status === "rejected").length,
  "delivered to all": whole.length,
  "last delivery, median ms": Math.round(spreadOf(times).median),
  "p99 ms": Math.round(times[Math.floor(times.length * 0.99)] ?? NaN),
});
server.disconnect();
process.exit(0);
