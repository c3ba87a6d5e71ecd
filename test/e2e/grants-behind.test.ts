// The AWS calls of the Lambdas without a route, the fan-out's and the operator's, against their grants: no more and no
// less, as grants.test.ts checks for actions.

import { afterAll, beforeAll, expect, it } from "vitest";
import { invoker, type Invoke } from "../../admin/invoke.ts";
import { COMMANDS, type CommandName } from "../../lambdas/admin/commands.ts";
import { ADMIN, FAN_OUT } from "../../lambdas/routes.ts";
import { postForm, type Upload } from "../../smoke/upload.ts";
import { startBackend, type Backend } from "../backend.ts";
import { serviceCalls } from "../service-calls.ts";
import { aMessage, anEdit, aRemoval } from "../store/contract/samples.ts";
import { granted, nameOf } from "./granted.ts";
import { seedWorld } from "./seeded-world.ts";
import { SCENARIOS } from "./scenarios.ts";

let backend: Backend;
let services: ReturnType<typeof serviceCalls>;
let invoke: Invoke;
beforeAll(async () => {
  const settings = { smallRoomMembers: "20" };
  backend = await startBackend({ settings, onDomainEvent: () => undefined });
  services = serviceCalls((await import("../../lambdas/runtime/files.ts")).files);
  invoke = invoker({ endpoint: backend.server.httpUrl });
});
afterAll(async () => {
  services.stop();
  await backend.close();
});

/** The calls during `run`. Earlier requests of clients must be answered, and their events delivered. */
async function called(run: () => Promise<unknown>): Promise<string[]> {
  services.calls.length = 0;
  const calls = await backend.aws.during(run);
  return [...new Set([...calls.map(nameOf), ...services.calls])];
}

async function messages(room: string, from: number, to: number): Promise<void> {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const { log } = await import("../../lambdas/store/log.ts");
  for (let rev = from; rev <= to; rev++) {
    await log(table).put(room, aMessage(rev, { at: Date.now() }));
  }
}

it("the fan-out makes exactly the calls that its role allows", async () => {
  const { table } = await import("../../lambdas/runtime/user-store.ts");
  const { log } = await import("../../lambdas/store/log.ts");
  const { queue } = await import("../../lambdas/runtime/queue.ts");
  const names = new Set<string>();
  const tell = async (room: string, rev: number): Promise<void> => {
    const all = await called(async () => {
      await queue.sendEvent({ room, rev });
      await backend.settled();
    });
    for (const name of all) names.add(name);
  };
  const { room, ann, bob } = await seedWorld(backend, { large: true });
  for (const person of [ann, bob]) await person.done("getMessages", { room_id: room });
  await backend.settled();
  // The entry is in the log, but not applied.
  await log(table).put(room, aRemoval(3, "cid-gone"));
  await tell(room, 3);
  await log(table).put(room, anEdit(1, 4, { at: Date.now() }));
  await tell(room, 4);
  // More entries than one run of the fan-out delivers.
  await messages(room, 5, 110);
  await tell(room, 110);
  expect([...names].sort()).toEqual(granted(FAN_OUT.grants).sort());
});

/** The input of each command, in an order in which no command is a no-op. */
const ASKED: Readonly<
  Record<CommandName, (world: Awaited<ReturnType<typeof seedWorld>>, file: string) => object>
> = {
  "create-group": ({ name, bob }) => ({
    _id: `made-${name}`,
    room_name: "Made",
    recipients: [bob.id],
  }),
  "add-members": ({ room, name }) => ({ room_id: room, user_ids: [`dan-${name}`] }),
  "remove-member": ({ room, name }) => ({ room_id: room, user_id: `dan-${name}` }),
  "send-message": ({ room }) => ({ room_id: room, message: "Closing at ten." }),
  "delete-message": ({ room }, file) => ({ room_id: room, message_id: file }),
  "export-user": ({ ann }) => ({ user_id: ann.id }),
  "disconnect-user": ({ bob }) => ({ user_id: bob.id }),
  "ban-user": ({ ann }) => ({ user_id: ann.id }),
  "unban-user": ({ ann }) => ({ user_id: ann.id }),
  "erase-user": ({ ann }) => ({ user_id: ann.id }),
};

it("the operator's commands make exactly the calls that their role allows", async () => {
  const names = new Set<string>();
  for (const large of [false, true]) {
    const world = await seedWorld(backend, { large });
    const { ann, room: room_id, name } = world;
    const upload = (await ann.done("createUpload", SCENARIOS.createUpload(world))) as Upload;
    await postForm(upload, new Uint8Array(3));
    const file = `file-${name}`;
    const sent = { room_id, message: "", attachments: [upload.attachment], _id: file };
    await ann.done("sendMessage", sent);
    await backend.settled();
    for (const [command, fields] of Object.entries(ASKED)) {
      const all = await called(() => invoke({ command, ...fields(world, file) }));
      for (const each of all) names.add(each);
      await backend.settled();
    }
  }
  expect(Object.keys(ASKED).sort()).toEqual(Object.keys(COMMANDS).sort());
  expect([...names].sort()).toEqual(granted(ADMIN.grants).sort());
});
