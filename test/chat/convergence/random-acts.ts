// Random actions of users: all that change a room, and all that read one.

import { pickFrom } from "../../pick.ts";
import type { Replica } from "./replica.ts";
import type { SimulatedBackend } from "./simulated-backend.ts";

export const USERS = ["ann", "bob", "cid", "dan"];
export const ROOMS = ["tea", "chess"];

/** Creates two rooms of all users, except that dan is in only one of them. */
export async function makeRooms(backend: SimulatedBackend, replicas: readonly Replica[]) {
  const [ann, bob] = replicas;
  if (!ann || !bob) throw new Error("Nobody is there.");
  await backend.ask(ann.asker, "createGroup", { _id: "tea", room_name: "Tea", recipients: USERS });
  const recipients = USERS.slice(0, 3);
  await backend.ask(bob.asker, "createGroup", { _id: "chess", room_name: "Chess", recipients });
}

export async function actAtRandom(
  backend: SimulatedBackend,
  replicas: readonly Replica[],
): Promise<unknown> {
  const { random } = backend;
  const pick = pickFrom(random);
  const replica = pick(replicas);
  const { asker } = replica;
  const room_id = pick(ROOMS);
  const known = [...(replica.copyOf(room_id)?.messages.keys() ?? []), "m1", "m2", "m3"];
  const message_id = pick(known);
  const text = `text ${Math.floor(random() * 1e9)}`;

  const reaction = { reaction: pick(["👍", "🎉"]) };

  const acts = [
    () =>
      backend.ask(asker, "sendMessage", {
        room_id,
        message: text,
        _id: pick(["m1", "m2", "m3", text.replace(" ", "-")]),
      }),
    () => backend.ask(asker, "sendMessage", { room_id, message: text }),
    () => backend.ask(asker, "sendMessage", { room_id, message: text }),
    () => backend.ask(asker, "editMessage", { room_id, message_id, message: text }),
    () => backend.ask(asker, "editMessage", { room_id, message_id, message: text }),
    () => backend.ask(asker, "deleteMessage", { room_id, message_id }),
    () =>
      backend.ask(asker, "pinMessage", { room_id, _id: message_id, pin_message: random() < 0.7 }),
    () => backend.ask(asker, "reactMessage", { room_id, message_id, ...reaction, on: true }),
    () =>
      backend.ask(asker, "reactMessage", { room_id, message_id, ...reaction, on: random() < 0.4 }),
    () => backend.ask(asker, "messageSeen", { room_id, message_id }),
    () => backend.ask(asker, "typing", { room_id }),
    () => backend.ask(asker, "addMembers", { room_id, user_ids: [pick(USERS), pick(USERS)] }),
    () => backend.ask(asker, "addMembers", { room_id, user_ids: [pick(USERS)] }),
    () => backend.ask(asker, "removeMember", { room_id, user_id: pick(USERS) }),
    () => backend.ask(asker, "removeMember", { room_id, user_id: asker.userId }),
    () => backend.ask(asker, "updateRoom", { room_id, room_name: text }),
    () =>
      backend.ask(asker, "sendNewMessage", {
        recipient_id: pick(USERS.filter((user) => user !== asker.userId)),
        message: { message: text },
      }),
    () => replica.catchUp(),
    () => replica.catchUp(),
    () => {
      replica.reconnect();
      return replica.catchUp();
    },
  ];
  return await pick(acts)();
}

/** Sends a last message to every room in the device's copy. Its user is a member of all of them. */
export async function sendLastMessages(backend: SimulatedBackend, { asker, roomIds }: Replica) {
  for (const room_id of roomIds) {
    await backend.ask(asker, "sendMessage", { room_id, message: "Good night" });
  }
}
