// One request per action, in a small world of a room and its members. A new action does not compile until it has one.

import type { ActionName, PayloadInput } from "../../protocol/actions.ts";

/**
 * Ann's group with bob and cid. Ann and bob are connected, and each has sent a message; cid is offline. All ids differ
 * from those of other worlds.
 */
export interface World<Person extends { readonly id: string } = { readonly id: string }> {
  readonly ann: Person;
  readonly bob: Person;
  readonly room: string;
  /** The id that ann chose for her message. */
  readonly chosen: string;
  /** The id that the server generated for bob's message. */
  readonly made: string;
  /** The suffix of all ids that clients choose in this world. */
  readonly name: string;
}

let worlds = 0;

export const newWorldName = (): string => `w${++worlds}`;

export const cidOf = (name: string): string => `cid-${name}`;

/** Creates a world by means of a client. Resolves once all requests are answered. */
export async function createWorld<Person extends { readonly id: string }>(
  connect: (userId: string) => Promise<Person>,
  ask: (person: Person, action: ActionName, payload: object) => Promise<Record<string, unknown>>,
): Promise<World<Person>> {
  const name = newWorldName();
  const [ann, bob] = await Promise.all([connect(`ann-${name}`), connect(`bob-${name}`)]);
  const room = `room-${name}`;
  const recipients = [bob.id, cidOf(name)];
  await ask(ann, "createGroup", { _id: room, room_name: name, recipients });
  const chosen = `chosen-${name}`;
  await ask(ann, "sendMessage", { room_id: room, message: "one", _id: chosen });
  const { _id } = await ask(bob, "sendMessage", { room_id: room, message: "two" });
  return { ann, bob, room, chosen, made: _id as string, name };
}

/** Ann's request for each action. Messages and groups have chosen ids, so that the requests can be repeated. */
export const SCENARIOS: { [Name in ActionName]: (world: World) => PayloadInput<Name> } = {
  connectRooms: () => ({ first_name: "Ann", limit: 100 }),
  sendMessage: ({ room, name }) => ({ room_id: room, message: "sent", _id: `sent-${name}` }),
  typing: ({ room }) => ({ room_id: room, message: "I am typing..." }),
  sendNewMessage: ({ bob, name }) => ({
    recipient_id: [bob.id],
    message: { message: "new", _id: `new-${name}` },
  }),
  createGroup: ({ bob, name }) => ({
    _id: `group-${name}`,
    room_name: "Group",
    recipients: [bob.id],
  }),
  deleteMessage: ({ room, chosen }) => ({ room_id: room, message_id: chosen }),
  editMessage: ({ room, chosen }) => ({ room_id: room, message_id: chosen, message: "edited" }),
  messageSeen: ({ room, made }) => ({ room_id: room, message_id: made }),
  pinMessage: ({ room, chosen }) => ({ room_id: room, _id: chosen, pin_message: true }),
  getMessages: ({ room }) => ({ room_id: room }),
  sync: ({ room }) => ({ rooms: [{ room_id: room, after_rev: 0 }] }),
  getPins: ({ room }) => ({ room_id: room }),
  getMembers: ({ room }) => ({ room_id: room }),
  addMembers: ({ room, name }) => ({ room_id: room, user_ids: [`dan-${name}`, `eve-${name}`] }),
  removeMember: ({ room, name }) => ({ room_id: room, user_id: cidOf(name) }),
  updateRoom: ({ room, name }) => ({ room_id: room, room_name: `New ${name}`, image_url: "x.png" }),
  reactMessage: ({ room, chosen }) => ({
    room_id: room,
    message_id: chosen,
    reaction: "👍",
    on: true,
  }),
  createUpload: ({ room }) => ({
    room_id: room,
    name: "a.png",
    content_type: "image/png",
    size: 3,
  }),
  getDownload: ({ room }) => ({ room_id: room, key: `room-${room}/${"0".repeat(44)}` }),
  ping: () => ({}),
};
