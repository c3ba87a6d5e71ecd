// What connections that are stuck cost the others, on the local server, as ratios measured in one run:
//
//   npx tsx bench/stuck-connection.ts
//
// One whose buffer is full answers 429 to every post, a dead peer does not answer at all.

import { startBackend, type Backend } from "../test/backend.ts";
import type { Person } from "../smoke/person.ts";

type Fault = 429 | "hang";

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): number => Math.round(value * 10) / 10;

/** Ann writes to bob and to the stuck ones, by turns with and without their fault. */
async function figures(backend: Backend, stuck: number, fault: Fault, times: number) {
  const name = `${fault}-${stuck}`;
  const ann = await backend.join(`ann-${name}`);
  const bad = await Promise.all(
    Array.from({ length: stuck }, (_, i) => backend.join(`a-stuck-${name}-${i}`)),
  );
  const bob = await backend.join(`bob-${name}`);
  const room_id = `room-${name}`;
  const recipients = [bob.id, ...bad.map(({ id }) => id)];
  await ann.done("createGroup", { _id: room_id, room_name: "Stuck", recipients });
  await backend.settled();

  const { userStore: people } = await import("../lambdas/runtime/user-store.ts");
  const users = await people.read(bad.map(({ id }) => id));
  const isStuck = new Set(users.flatMap(({ connections }) => connections.map(({ id }) => id)));
  const took = { fine: { reply: [], push: [] }, stuck: { reply: [], push: [] } } as Record<
    "fine" | "stuck",
    Record<"reply" | "push", number[]>
  >;
  for (let i = 0; i < times * 2; i++) {
    const kind = i % 2 === 0 ? "fine" : "stuck";
    backend.server.gateway.faults.post = (id) =>
      kind === "stuck" && isStuck.has(id) ? fault : undefined;
    const began = performance.now();
    const replied = ann.done("sendMessage", { room_id, message: `${kind} ${i}` }).then(() => {
      took[kind].reply.push(performance.now() - began);
    });
    const heard = hears(bob, `${kind} ${i}`).then(() => {
      took[kind].push.push(performance.now() - began);
    });
    await replied;
    // What has not come by the reply never will.
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 500))]);
    heard.catch(() => undefined);
  }
  backend.server.gateway.faults.post = undefined;
  const [push, fine] = [median(took.stuck.push), median(took.fine.push)];
  return {
    "push, ms": ms(push),
    "without, ms": ms(fine),
    ratio: Math.round((push / fine) * 100) / 100,
    pushed: `${took.stuck.push.length} of ${times}`,
    "reply, ms": ms(median(took.stuck.reply)),
    "slowest reply, ms": ms(Math.max(...took.stuck.reply)),
  };
}

async function hears(person: Person, message: string): Promise<void> {
  for (;;) {
    const { data } = await person.heard("message");
    if (data.message === message) return;
  }
}

process.env.LOG_LEVEL = "off";
const times = Number(process.env.TIMES ?? 40);
const backend = await startBackend();
console.table({
  "one of three answers 429": await figures(backend, 1, 429, times),
  "one of three hangs": await figures(backend, 1, "hang", Math.ceil(times / 4)),
  "70 of 72 answer 429": await figures(backend, 70, 429, Math.ceil(times / 4)),
  "70 of 72 hang": await figures(backend, 70, "hang", Math.ceil(times / 8)),
});
await backend.close();
