// The actions of a soak's users: mostly sending and reading, sometimes editing, pinning or reading history.

import type { SoakClient } from "./client.ts";

/** A message that was acknowledged. */
export interface Sent {
  readonly room: string;
  readonly id: string;
}

type Deed = (client: SoakClient, room: string, sent: Sent[]) => Promise<unknown>;

const anyOf = <T>(list: readonly T[]): T | undefined =>
  list[Math.floor(Math.random() * list.length)];

let messages = 0;

async function say(client: SoakClient, room: string, sent: Sent[]): Promise<string> {
  const id = `soak-${++messages}`;
  const message = "x".repeat(20 + Math.floor(Math.random() * 200));
  const dateCreated = String(performance.now());
  await client.ask("sendMessage", { room_id: room, _id: id, message, dateCreated });
  sent.push({ room, id });
  return id;
}

/** Performs an action on a random message of the room, if there is one. */
const toMessage =
  (action: string, payload: (id: string) => object): Deed =>
  async (client, room, sent) => {
    const message = anyOf(sent.filter((one) => one.room === room));
    if (message) await client.ask(action, { room_id: room, ...payload(message.id) });
  };

const editOwn: Deed = async (client, room, sent) => {
  const message_id = await say(client, room, sent);
  const message = `edited ${Math.random()}`;
  await client.ask("editMessage", { room_id: room, message_id, message });
};

/** The number of each per 100 actions. */
const MIX: readonly [share: number, deed: Deed][] = [
  [40, say],
  [25, (client, room) => client.ask("typing", { room_id: room })],
  [18, toMessage("messageSeen", (message_id) => ({ message_id }))],
  [5, (client, room) => client.ask("getMessages", { room_id: room, limit: 20 })],
  [5, (client) => client.catchUp()],
  [4, editOwn],
  [3, toMessage("pinMessage", (_id) => ({ _id, pin_message: Math.random() < 0.5 }))],
];

/** Performs one random action of a client in one of its rooms. */
export async function act(client: SoakClient, sent: Sent[]): Promise<void> {
  const room = anyOf([...client.copies.keys()]);
  let left = Math.random() * 100;
  const [, deed] = MIX.find(([share]) => (left -= share) < 0) ?? [];
  if (room !== undefined && deed) await deed(client, room, sent);
}
