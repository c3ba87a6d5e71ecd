// An operator's commands: their effect on connected users and on stored data, by the Invoke API as `npm run admin` uses
// it.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AdminError, invoker, type Invoke } from "../../admin/invoke.ts";
import { startBackend, type Backend } from "../backend.ts";
import type { TestUser } from "../../smoke/test-user.ts";

let backend: Backend;
let invoke: Invoke;
beforeAll(async () => {
  backend = await startBackend();
  invoke = invoker({ endpoint: backend.server.httpUrl });
});
afterAll(() => backend.close());

/** Calls a command until it is done, and collects the lines of its answers. */
async function run(command: string, fields: object): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for (let cursor: unknown; ;) {
    const answer = await invoke({ command, ...fields, ...(cursor ? { cursor } : {}) });
    lines.push(...((answer.lines ?? []) as Record<string, unknown>[]));
    if (answer.done !== false) return lines;
    cursor = answer.cursor;
  }
}

let worlds = 0;
let name: string;
let ann: TestUser;
let bob: TestUser;
let tea: string;
beforeEach(async () => {
  name = `w${++worlds}`;
  [ann, bob] = await Promise.all([
    backend.join(`ann-${name}`, "Ann"),
    backend.join(`bob-${name}`, "Bob"),
  ]);
  tea = `tea-${name}`;
  await ann.done("createGroup", { _id: tea, room_name: "Tea", recipients: [bob.id] });
  await bob.heard(`group_${bob.id}`);
});

const send = (person: TestUser, room_id: string, message: string) =>
  person.done("sendMessage", { room_id, message, _id: `${message}-${name}` });
async function textsIn(room_id: string): Promise<unknown[]> {
  const { messages } = await bob.done("getMessages", { room_id });
  return (messages as { message?: string }[]).map(({ message }) => message ?? "deleted");
}

describe("a user who is banned", () => {
  it("is disconnected, and accepted again once the ban is lifted", async () => {
    expect(await invoke({ command: "ban-user", user_id: ann.id })).toEqual({ closed: 1 });
    await ann.closed;
    await expect(backend.join(ann.id)).rejects.toThrow("refused");
    expect(await invoke({ command: "unban-user", user_id: ann.id })).toEqual({ was_banned: true });
    expect(await invoke({ command: "unban-user", user_id: ann.id })).toEqual({ was_banned: false });
    const back = await backend.join(ann.id);
    await back.done("getMessages", { room_id: tea });
  });

  it("leaves no stored connection behind by trying to connect", async () => {
    await invoke({ command: "ban-user", user_id: ann.id });
    await expect(backend.join(ann.id)).rejects.toThrow("refused");
    await backend.settled();
    expect(await invoke({ command: "disconnect-user", user_id: ann.id })).toEqual({ closed: 0 });
  });

  it("stays out though they are erased", async () => {
    await invoke({ command: "ban-user", user_id: ann.id });
    await run("erase-user", { user_id: ann.id });
    await expect(backend.join(ann.id)).rejects.toThrow("refused");
  });
});

describe("a user who is disconnected", () => {
  it("loses every connection, and may come back", async () => {
    const other = await backend.join(ann.id);
    expect(await invoke({ command: "disconnect-user", user_id: ann.id })).toEqual({ closed: 2 });
    await Promise.all([ann.closed, other.closed]);
    await backend.join(ann.id);
  });
});

describe("a user who is erased", () => {
  /** Sends ann's messages in a group, to bob alone and in a group that she leaves, a message of bob, and ann's pin. */
  async function write(): Promise<{ pair: string; left: string }> {
    for (const text of ["one", "two"]) await send(ann, tea, text);
    await send(bob, tea, "bobs");
    await ann.done("pinMessage", { room_id: tea, _id: `one-${name}`, pin_message: true });
    const to = { recipient_id: bob.id, message: { message: "hello", _id: `hello-${name}` } };
    const { room_id: pair } = await ann.done("sendNewMessage", to);
    const left = `left-${name}`;
    await bob.done("createGroup", { _id: left, room_name: "Left", recipients: [ann.id] });
    await send(ann, left, "before");
    await ann.done("removeMember", { room_id: left, user_id: ann.id });
    return { pair: String(pair), left };
  }

  it("leaves tombstones in place of their messages, also in rooms that they left", async () => {
    const { pair, left } = await write();
    await run("erase-user", { user_id: ann.id });
    expect(await textsIn(tea)).toEqual(["deleted", "deleted", "bobs"]);
    expect(await textsIn(pair)).toEqual(["deleted"]);
    expect(await textsIn(left)).toEqual(["deleted"]);
  });

  it("is a member of no room, and has no stored name", async () => {
    const { pair } = await write();
    await run("erase-user", { user_id: ann.id });
    for (const room_id of [tea, pair]) {
      const { members } = await bob.done("getMembers", { room_id });
      expect(members).toMatchObject([{ user_id: bob.id }]);
    }
    expect(await run("export-user", { user_id: ann.id })).toEqual([]);
    const { data: rooms } = await bob.ask("connectRooms");
    expect(JSON.stringify(rooms)).not.toContain('"Ann"');
  });

  it("loses their reactions, and others keep theirs", async () => {
    const { _id: message_id } = await send(bob, tea, "cake");
    const react = (person: TestUser) =>
      person.done("reactMessage", { room_id: tea, message_id, reaction: "🍰", on: true });
    await react(ann);
    await react(bob);
    await run("erase-user", { user_id: ann.id });
    const { messages } = await bob.done("getMessages", { room_id: tea });
    expect(messages).toMatchObject([{ reactions: [{ reaction: "🍰", count: 1 }] }]);
    expect(JSON.stringify(messages)).not.toContain(ann.id);
  });

  it("causes the events of deletions and removals for the others", async () => {
    const { _id } = await send(ann, tea, "secret");
    await bob.heard("message");
    await run("erase-user", { user_id: ann.id });
    expect((await bob.heard("member_removed")).data).toMatchObject({
      room_id: tea,
      user_id: ann.id,
      removed_by: "system",
      owner_id: bob.id,
    });
    expect((await bob.heard("delete")).data).toMatchObject({ message_id: _id, user_id: "system" });
  });

  it("is erased in the end, whichever request to the table failed, and whether it took effect", async () => {
    for (const fault of ["before", "after"] as const) {
      // Fails the first call, then the second, until a run does not reach the call to fail. Each run has its own world.
      for (let n = 1; ; n++) {
        name = `${fault}-${n}-${worlds++}`;
        [ann, bob] = await Promise.all([backend.join(`ann-${name}`), backend.join(`bob-${name}`)]);
        tea = `tea-${name}`;
        await ann.done("createGroup", { _id: tea, room_name: "Tea", recipients: [bob.id] });
        await send(ann, tea, "one");
        await send(ann, tea, "two");
        await backend.settled();
        backend.aws.failAt(n, fault);
        const failure = await run("erase-user", { user_id: ann.id }).catch(
          (error: unknown) => error,
        );
        const isReached = backend.aws.failed();
        backend.aws.failAt(0, fault);
        await run("erase-user", { user_id: ann.id });
        expect(await textsIn(tea), `${fault} call ${n}`).toEqual(["deleted", "deleted"]);
        expect(await run("export-user", { user_id: ann.id })).toEqual([]);
        await Promise.all([ann.leave(), bob.leave()]);
        if (!isReached) {
          expect(n).toBeGreaterThan(20);
          break;
        }
        if (failure instanceof Error) expect(failure).toBeInstanceOf(AdminError);
      }
    }
  });
});

describe("the export of a user", () => {
  it("has their name, their memberships and everything that they did, and nothing of others", async () => {
    await send(ann, tea, "mine");
    await send(bob, tea, "foreign");
    await ann.done("updateRoom", { room_id: tea, room_name: "Coffee" });
    await ann.done("messageSeen", { room_id: tea, message_id: `mine-${name}` });
    const lines = await run("export-user", { user_id: ann.id });
    expect(lines).toMatchObject([
      { type: "user", user_id: ann.id, first_name: "Ann" },
      { type: "membership", room_id: tea, room_name: "Coffee", seen_seq: 1 },
      { type: "message", room_id: tea, message: "mine", sender_id: ann.id },
      { type: "rename", room_id: tea, name: "Coffee" },
    ]);
    expect(JSON.stringify(lines)).not.toContain("foreign");
  });

  it("comes in parts, without a gap and nothing twice", async () => {
    const texts = Array.from({ length: 130 }, (_, i) => `text ${i}`);
    for (const message of texts) await ann.done("sendMessage", { room_id: tea, message });
    const messages = (await run("export-user", { user_id: ann.id })).filter(
      ({ type }) => type === "message",
    );
    expect(messages.map(({ message }) => message)).toEqual(texts);
  });
});

describe("the system", () => {
  it("writes to a room of which it is no member", async () => {
    const fields = { room_id: tea, message: "Closing at ten.", _id: `notice-${name}` };
    const sent = await invoke({ command: "send-message", ...fields });
    const { data } = await bob.heard("message");
    expect(data).toEqual(sent);
    expect(data).toMatchObject({ sender_id: "system", message: "Closing at ten.", room_id: tea });
    await invoke({ command: "send-message", ...fields });
    expect(await textsIn(tea)).toEqual(["Closing at ten."]);
  });

  it("makes a group that nobody owns, adds to it and removes from it", async () => {
    const room_id = `made-${name}`;
    const fields = { _id: room_id, room_name: "Made", recipients: [bob.id] };
    await invoke({ command: "create-group", ...fields });
    expect((await bob.heard(`group_${bob.id}`)).data).toMatchObject({
      _id: room_id,
      creator_id: "system",
      member_count: 1,
      recipients: [bob.id],
    });
    await invoke({ command: "add-members", room_id, user_ids: [ann.id] });
    expect((await ann.heard(`group_${ann.id}`)).data).toMatchObject({ _id: room_id });
    expect(await bob.refused("removeMember", { room_id, user_id: ann.id })).toMatchObject({
      code: "FORBIDDEN",
    });
    await invoke({ command: "remove-member", room_id, user_id: ann.id });
    expect((await ann.heard("member_removed")).data).toMatchObject({ removed_by: "system" });
    const { members } = await bob.done("getMembers", { room_id });
    expect(members).toMatchObject([{ user_id: bob.id, role: "member" }]);
  });

  it("erases any user's message", async () => {
    const { _id: message_id } = await send(ann, tea, "bad");
    await invoke({ command: "delete-message", room_id: tea, message_id });
    expect(await textsIn(tea)).toEqual(["deleted"]);
  });

  it("gets an error with a code for a wrong command, which stores nothing", async () => {
    const asked = (command: object) => invoke(command).catch((error: unknown) => error);
    for (const [command, reason] of [
      [{ command: "make-tea" }, "BAD_REQUEST: command must be one of disconnect-user"],
      [{ command: "ban-user" }, "BAD_REQUEST: user_id"],
      [{ command: "ban-user", user_id: "ann", why: "spam" }, "BAD_REQUEST"],
      [{ command: "send-message", room_id: "nowhere", message: "x" }, "FORBIDDEN"],
      [{ command: "send-message", room_id: tea, message: "x".repeat(8_001) }, "TOO_LARGE"],
    ] as const) {
      const error = await asked(command);
      expect(error).toBeInstanceOf(AdminError);
      expect((error as Error).message).toContain(reason);
    }
    expect(await textsIn(tea)).toEqual([]);
  });
});

describe("the Invoke API of this machine", () => {
  const path = "/2015-03-31/functions/admin/invocations";

  it("refuses requests without a signature, such as those of a web page", async () => {
    const body = JSON.stringify({ command: "disconnect-user", user_id: ann.id });
    const response = await fetch(backend.server.httpUrl + path, { method: "POST", body });
    expect(response.status).toBe(403);
    await ann.done("ping");
  });

  it("knows no other function", async () => {
    const command = { command: "disconnect-user", user_id: ann.id };
    const other = invoker({ endpoint: backend.server.httpUrl, name: "send-message" });
    await expect(other(command)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
