// `npm run soak`: loads the local server with a thousand connections for some minutes, some of them stuck or dead.
// Reports latency and memory, and whether all clients have the same events at the end, each once.

import { fork } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { pause, SoakClient } from "./soak/client.ts";
import { Figures } from "./soak/figures.ts";
import { act, type Sent } from "./soak/mix.ts";
import { LARGE_ROOM, planOf, roomsOf, type Plan } from "./soak/rooms.ts";
import type { FromServer } from "./soak/server.ts";

// `--large` without a number is a room of a thousand.
const args = process.argv
  .slice(2)
  .flatMap((arg, at, all) =>
    arg === "--large" && !/^\d/.test(all[at + 1] ?? "") ? [arg, "1000"] : [arg],
  );
const { values } = parseArgs({
  args,
  options: {
    minutes: { type: "string", default: "5" },
    users: { type: "string", default: "1000" },
    /** Actions per second, of all users together. */
    rate: { type: "string", default: "15" },
    /** Members of an additional large room, most of them online; 1000 without a number. */
    large: { type: "string", default: "0" },
    out: { type: "string", default: ".soak" },
  },
});
const bounded = (text: string, most: number) => Math.min(Math.max(Number(text) || 0, 0), most);
const MINUTES = bounded(values.minutes, 60);
const RATE = bounded(values.rate, 1_000);
const CONNECTED_AT_ONCE = 50;
/** The number of users per hundred that get stuck or die. */
const TROUBLED = 2;

const figures = new Figures();
const server = fork(new URL("soak/server.ts", import.meta.url));
server.on("message", (message: FromServer) => {
  if (message.kind === "memory") figures.memory(message.bytes);
});
const [started] = (await once(server, "message")) as [Extract<FromServer, { kind: "started" }>];

const plan = planOf(bounded(values.users, 5_000), bounded(values.large, 5_000));
const clients = new Map(
  await inParts(plan.users, async (user) => {
    const body = JSON.stringify({ user_id: user });
    const response = await fetch(`${started.httpUrl}/token`, { method: "POST", body });
    const { token } = (await response.json()) as { token: string };
    const url = `${started.url}?token=${token}`;
    const client = new SoakClient(url, roomsOf(plan, user), figures);
    await client.connect();
    return [user, client] as const;
  }),
);
await inParts([...plan.rooms], async ([_id, [owner = "", ...recipients]]) => {
  const first = recipients.slice(0, 99);
  await clients.get(owner)?.ask("createGroup", { _id, room_name: _id, recipients: first });
  for (let at = first.length; at < recipients.length; at += 100) {
    const user_ids = recipients.slice(at, at + 100);
    await clients.get(owner)?.ask("addMembers", { room_id: _id, user_ids });
  }
});
console.log(
  `${clients.size} connections in ${plan.rooms.size} rooms; ${MINUTES} minutes from now.`,
);

const sent: Sent[] = [];
const failures: string[] = [];
await live([...clients.values()]);
await inParts([...clients.values()], async (client) => {
  client.recover();
  if (!client.isConnected) await client.connect();
  await client.catchUp();
});
const faults = compare(plan, clients, sent);

console.table({ ...figures.table(), "messages acknowledged": sent.length });
await figures.draw(values.out);
console.log(`Plots are in ${values.out}/.`);
for (const failure of failures.slice(0, 10)) console.log(`An action failed: ${failure}`);
console.log(faults.length === 0 ? "Nothing was lost or doubled." : faults.slice(0, 20).join("\n"));
server.send("close");
process.exitCode = faults.length + failures.length > 0 ? 1 : 0;
await once(server, "exit");
process.exit();

/** Makes clients act at `RATE` for `MINUTES`, while some others are stuck or dead. */
async function live(all: readonly SoakClient[]): Promise<void> {
  const troubled = all.filter((_, i) => i % 100 < TROUBLED);
  const healthy = all.filter((client) => !troubled.includes(client));
  const running = new Set<Promise<void>>();
  const end = performance.now() + MINUTES * 60_000;
  troubled.forEach((client, i) => {
    if (i % 2) client.getStuck();
    else client.die();
  });
  let next = performance.now();
  while (performance.now() < end) {
    const client = healthy[Math.floor(Math.random() * healthy.length)];
    if (!client) break;
    const deed: Promise<void> = act(client, sent)
      .catch((error: unknown) => void failures.push(String(error)))
      .finally(() => running.delete(deed));
    running.add(deed);
    next += 1_000 / RATE;
    await pause(Math.max(0, next - performance.now()));
  }
  await Promise.all(running);
}

/** Returns the faults: rooms in which members' copies differ, repeated events, and lost acknowledged messages. */
function compare(
  { rooms }: Plan,
  clients: ReadonlyMap<string, SoakClient>,
  sent: readonly Sent[],
): string[] {
  const faults: string[] = [];
  for (const [room, members] of rooms) {
    const copies = members.map((user) => clients.get(user)?.copies.get(room));
    const states = new Set(copies.map((copy) => copy?.state()));
    if (states.size !== 1) faults.push(`${room}: ${states.size} states among ${members.length}.`);
    const doubled = copies
      .flatMap((copy) => copy?.doubled ?? [])
      .filter((id) => !figures.repeatedMessages.has(id));
    // An interrupted fan-out of a large room posts the same events again.
    if (doubled.length > 0 && room !== LARGE_ROOM)
      faults.push(`${room}: received twice: ${doubled.join(", ")}.`);
    for (const { id } of sent.filter((one) => one.room === room)) {
      if (!copies.every((copy) => copy?.has(id))) faults.push(`${room}: ${id} is lost.`);
    }
  }
  return faults;
}

async function inParts<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < list.length; at += CONNECTED_AT_ONCE) {
    results.push(...(await Promise.all(list.slice(at, at + CONNECTED_AT_ONCE).map(work))));
  }
  return results;
}
