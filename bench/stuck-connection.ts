// The delay that stuck connections cause for the others, on the local server, as ratios within one run:
//
//   npx tsx bench/stuck-connection.ts
//
// A connection with a full buffer answers every post with 429; a dead peer does not answer.

import { startServer } from "../dev-server/server.ts";
import { connect, type Client } from "./harness/client.ts";

type Fault = 429 | "hang";

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): number => Math.round(value * 10) / 10;

process.env.LOG_LEVEL = "off";
const server = await startServer();
const join = async (userId: string) =>
  connect(`${server.url}?token=${await server.issuer.sign(userId)}`, userId);

/** Sends messages from ann to bob and to the stuck connections, alternately with and without the fault. */
async function figures(stuck: number, fault: Fault, times: number) {
  const name = `${fault}-${stuck}`;
  const ann = await join(`ann-${name}`);
  const bad = await Promise.all(
    Array.from({ length: stuck }, (_, i) => join(`a-stuck-${name}-${i}`)),
  );
  const bob = await join(`bob-${name}`);
  const room_id = `room-${name}`;
  const recipients = [bob.id, ...bad.map(({ id }) => id)];
  await ann.ask("createGroup", { _id: room_id, room_name: "Stuck", recipients });
  await server.gateway.invocations.settled();

  const { userStore: people } = await import("../lambdas/runtime/user-store.ts");
  const users = await people.read(bad.map(({ id }) => id));
  const isStuck = new Set(users.flatMap(({ connections }) => connections.map(({ id }) => id)));
  const took = { fine: { reply: [], push: [] }, stuck: { reply: [], push: [] } } as Record<
    "fine" | "stuck",
    Record<"reply" | "push", number[]>
  >;
  for (let i = 0; i < times * 2; i++) {
    const kind = i % 2 === 0 ? "fine" : "stuck";
    server.gateway.faults.post = (id) => (kind === "stuck" && isStuck.has(id) ? fault : undefined);
    const began = performance.now();
    const replied = ann.ask("sendMessage", { room_id, message: `${kind} ${i}` }).then(() => {
      took[kind].reply.push(performance.now() - began);
    });
    const heard = hears(bob, `${kind} ${i}`).then(() => {
      took[kind].push.push(performance.now() - began);
    });
    await replied;
    // A push is written before the reply: one that is still missing 500 ms after the reply does not arrive at all.
    await Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 500))]);
    heard.catch(() => undefined);
  }
  server.gateway.faults.post = undefined;
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

const hears = (person: Client, message: string): Promise<void> =>
  new Promise((resolve) => {
    person.onPush(({ event, data }) => {
      if (event === "message" && data.message === message) resolve();
    });
  });

const times = Number(process.env.TIMES ?? 40);
console.table({
  "one of three answers 429": await figures(1, 429, times),
  "one of three hangs": await figures(1, "hang", Math.ceil(times / 4)),
  "70 of 72 answer 429": await figures(70, 429, Math.ceil(times / 4)),
  "70 of 72 hang": await figures(70, "hang", Math.ceil(times / 8)),
});
await server.close();
