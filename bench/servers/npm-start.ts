// The chat server of `npm start`, with a temporary data folder.

import { setTimeout as pause } from "node:timers/promises";
import { connect, type Client } from "../harness/client.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import type { ChatClient, ChatServer } from "./chat-server.ts";
import { child } from "./child.ts";
import { freePort } from "./free-port.ts";

const PAGE = 100;
/** A stage accepts a limited number of new connections per second; refused clients retry. */
const ATTEMPTS = 20;

export async function startParley(): Promise<ChatServer> {
  const port = await freePort();
  const settings = { PORT: String(port), DATA_DIR: temporaryFolder() };
  const server = child("bin/dev.ts", settings, "Parley is ready");
  await server.start();

  async function open(user: string): Promise<Client> {
    const body = JSON.stringify({ user_id: user });
    const response = await fetch(`http://localhost:${port}/token`, { method: "POST", body });
    const { token } = (await response.json()) as { token: string };
    for (let attempt = 1; ; attempt++) {
      try {
        return await connect(`ws://localhost:${port}/local?token=${token}`, user);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await pause(200 * Math.random());
      }
    }
  }
  return {
    async createRoom(room, users) {
      const [creator = "", ...recipients] = users;
      const client = await open(creator);
      await client.ask("createGroup", { _id: room, room_name: room, recipients });
      await client.close();
    },
    connect: async (user) => clientOf(await open(user)),
    memory: () => server.memory(),
    kill: () => server.end("SIGKILL"),
    restart: () => server.start(),
    stop: () => server.end("SIGTERM"),
  };
}

const clientOf = (client: Client): ChatClient => ({
  async send(room, text, id) {
    await client.ask("sendMessage", { room_id: room, message: text, _id: id });
  },
  onMessage: (listener) => {
    client.onPush(({ event, data }) => {
      if (event === "message") listener(String(data.message));
    });
  },
  async history(room) {
    const ids: string[] = [];
    let after_rev: number | undefined = 0;
    while (after_rev !== undefined) {
      const page = await client.ask("getMessages", { room_id: room, after_rev, limit: PAGE });
      ids.push(...(page.messages as { _id: string }[]).map(({ _id }) => _id));
      after_rev = page.has_more ? (page.next_after_rev as number) : undefined;
    }
    return ids;
  },
  close: () => client.close(),
});
