// The client on the real backend, whose gateway has short time-outs.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createChat, type Chat, type ChatOptions } from "../../client/index.ts";
import type { GatewayEvent } from "../../local/gateway/gateway.ts";
import { startBackend, type Backend } from "../backend.ts";
import { token } from "./fake-server.ts";
import { seeing, type Seeing } from "./seeing.ts";
import { PATIENT } from "../patience.ts";

let backend: Backend;
let events: GatewayEvent[] = [];
beforeAll(async () => {
  backend = await startBackend({
    limits: { idleMs: 3_500, durationMs: 5_500 },
    observe: (event) => events.push(event),
  });
});
afterAll(() => backend.close());
const chats: Chat[] = [];
beforeEach(() => {
  events = [];
});
afterEach(() => {
  for (const chat of chats.splice(0)) chat.close();
});

const connections = () =>
  events.flatMap((event) => (event.kind === "connected" ? [event.connectionId] : []));
/** The close codes of the connections that ended in this test. */
const codes = () => {
  const made = connections();
  return events.flatMap((event) =>
    event.kind === "disconnected" && made.includes(event.connectionId) ? [event.code] : [],
  );
};

const states = (sees: Seeing) => sees.all("connection").map(({ state }) => state);

let people = 0;
function enter(name: string, options: Partial<ChatOptions> = {}): Chat {
  const id = `${name}-${++people}`;
  const chat = createChat({
    url: backend.server.url,
    token: () => backend.server.issuer.sign(id),
    WebSocket,
    ...options,
  });
  chat.connect();
  chats.push(chat);
  return chat;
}

/** Ann and bob in a group, each with the events they got. */
async function meet(options: Partial<ChatOptions> = {}) {
  const [ann, bob] = [enter("ann", options), enter("bob", options)] as const;
  const [annSees, bobSees] = [seeing(ann), seeing(bob)];
  await bob.connectRooms();
  const { _id: room_id } = await ann.createGroup({
    room_name: "Tea",
    recipients: [bob.userId ?? ""],
  });
  await bobSees.first("group", ({ _id }) => _id === room_id);
  return { ann, bob, annSees, bobSees, room_id };
}

it("two people talk: every action resolves, and every event reaches both", async () => {
  const { ann, bob, annSees, bobSees, room_id } = await meet();
  const sent = await ann.sendMessage({ room_id, message: "Four o'clock?" });
  const { _id: message_id } = sent;
  expect(await bobSees.first("message")).toMatchObject({
    message: "Four o'clock?",
    _id: message_id,
  });
  await ann.typing({ room_id });
  await bobSees.first("typing");
  const edit = await ann.editMessage({ room_id, message_id, message: "Five o'clock?" });
  expect(await bobSees.first("edited")).toEqual(edit);
  const seen = await bob.messageSeen({ room_id, message_id });
  expect(await annSees.first("seen")).toEqual(seen);
  const pin = await bob.pinMessage({ room_id, _id: message_id, pin_message: true });
  expect(await annSees.first("pin_message")).toEqual(pin);
  expect((await ann.getPins({ room_id })).pins).toMatchObject([{ _id: message_id }]);
  const { messages } = await bob.getMessages({ room_id });
  expect(messages).toMatchObject([{ message: "Five o'clock?" }]);
  const { members } = await bob.getMembers({ room_id });
  expect(members.map(({ user_id }) => user_id)).toEqual([ann.userId, bob.userId]);
  const named = await ann.updateRoom({ room_id, room_name: "Cake" });
  expect(await bobSees.first("room_updated")).toEqual(named);
  await ann.deleteMessage({ room_id, message_id });
  await bobSees.first("delete");
  const { room } = await bob.sendNewMessage({
    recipient_id: ann.userId ?? "",
    message: { message: "Hello" },
  });
  expect((await annSees.first("conversation")).room).toEqual(room);
  await bob.removeMember({ room_id, user_id: bob.userId ?? "" });
  await annSees.first("member_removed");
  await ann.addMembers({ room_id, user_ids: [bob.userId ?? ""] });
  await bobSees.first("group", ({ rev }) => rev !== undefined);
  expect((await bob.connectRooms()).rooms.map(({ _id }) => _id)).toContain(room_id);
  expect((await bob.ping()).server_time).toMatch(/Z$/);
  for (const sees of [annSees, bobSees]) expect(sees.all("error")).toEqual([]);
});

it("a chat outlives the gateway's limits, and its application does not notice", async () => {
  const timing = { lifetime: 1_000, ping: 500 };
  const { ann, bobSees, room_id } = await meet({ timing });
  const sent: number[] = [];
  while (connections().length < 8) {
    sent.push((await ann.sendMessage({ room_id, message: "Still there?" })).rev);
  }
  await bobSees.first("message", ({ rev }) => rev === sent.at(-1));
  const revs = bobSees.all("message").map(({ rev }) => rev);
  expect(revs).toEqual(sent);
  expect(states(bobSees)).toEqual(["online"]);
  expect(new Set(codes())).toEqual(new Set([1000]));
});

it("a silent chat is not cut for being idle", async () => {
  const timing = { lifetime: 4_000, ping: 500 };
  enter("cid", { timing });
  // The client replaces the connection after 4 s although no request needs it, before the gateway ends it.
  await vi.waitUntil(() => codes().length > 0, PATIENT);
  expect(codes()).toEqual([1000]);
});

describe("a failed handshake is reported with its reason", () => {
  const elsewhere = createServer((_, response) => response.writeHead(404).end());
  const addressOf = ({ port }: { port: number }) => `ws://localhost:${port}/local`;
  let free: AddressInfo;
  beforeAll(async () => {
    const unused = createServer();
    for (const server of [elsewhere, unused]) await new Promise<void>((up) => server.listen(0, up));
    free = unused.address() as AddressInfo;
    await new Promise((down) => unused.close(down));
  });
  afterAll(() => elsewhere.close());

  it.each<[string, () => Partial<ChatOptions>, string]>([
    [
      "a port where nobody is",
      () => ({ url: addressOf(free) }),
      "Nobody answers over HTTP either: the address or the network",
    ],
    [
      "another server",
      () => ({ url: addressOf(elsewhere.address() as AddressInfo) }),
      "Over HTTP the server answers 404: the address",
    ],
    [
      "a stage that there is not",
      () => ({ url: backend.server.url.replace(/local$/, "prod") }),
      "Over HTTP the server answers 404: the address",
    ],
    [
      "a token of another issuer",
      () => ({ token: () => token("ann") }),
      "The server answers over HTTP: the token",
    ],
    [
      "a token that has run out",
      () => ({ token: () => backend.server.issuer.sign("ann", { expiresIn: -60 }) }),
      "The server answers over HTTP: the token",
    ],
  ])("%s", async (_, options, diagnosis) => {
    const sees = seeing(enter("eve", { backoff: { initial: 20 }, ...options() }));
    expect(await sees.first("error")).toMatchObject({
      code: "UNREACHABLE",
      message: `One handshake after another has failed. ${diagnosis} may be wrong.`,
    });
  });
});

it("a token is replaced before it runs out", async () => {
  let asked = 0;
  const chat = enter("dan", {
    token: () => backend.server.issuer.sign("dan", { expiresIn: ++asked === 1 ? 2 : 3_600 }),
    backoff: { initial: 50 },
    // No pings: nothing shows the client that the connection has run out.
    timing: { ping: 60_000 },
  });
  const sees = seeing(chat);
  await vi.waitUntil(() => connections().length >= 2, PATIENT);
  expect(states(sees)).toEqual(["online"]);
});
