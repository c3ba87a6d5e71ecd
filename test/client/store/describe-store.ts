// A store in a form that can be compared and read, once all of it is loaded to its beginning.

import { expect, vi } from "vitest";
import type { ChatStore } from "../../../client/store/index.ts";
import { PATIENT } from "../../patience.ts";
import { textOf } from "./samples.ts";

export async function describeStore(store: ChatStore): Promise<unknown> {
  await loaded(() => store.rooms.get().status);
  const ids = store.rooms.get().rooms.map(({ room_id }) => room_id);
  const rooms = await Promise.all(ids.sort().map((id) => describeRoom(store, id)));
  return { rooms, unread: store.unread.get() };
}

async function describeRoom(store: ChatStore, id: string): Promise<unknown> {
  const close = store.open(id);
  await loaded(() => store.messages(id).get().status);
  await vi.waitFor(() => {
    expect([store.members(id).get(), store.pins(id).get()]).not.toContain(undefined);
  }, PATIENT);
  while (store.messages(id).get().has_older) await store.loadOlder(id);
  const room = store.room(id).get();
  const last = room?.last_message;
  const members = store.members(id).get() ?? [];
  const description = {
    id,
    name: room?.info.room_name,
    members: room?.info.member_count,
    seq: room?.seq,
    unread: room?.unread_count,
    last: last && [last._id, last.deleted ? "-" : last.message],
    messages: store
      .messages(id)
      .get()
      .messages.map((one) => [one._id, one.status, textOf(one)].join(" ")),
    events: store
      .messages(id)
      .get()
      .events.map(({ event, data }) => `${event} ${data.rev}`),
    people: members.map(({ user_id, role }) => `${user_id} ${role}`).sort(),
    reads: [...(store.reads(id).get() ?? [])].map((mark) => mark.join(" ")).sort(),
    pins: store
      .pins(id)
      .get()
      ?.map(({ _id }) => _id),
  };
  close();
  return description;
}

const loaded = (status: () => string): Promise<void> =>
  vi.waitFor(() => {
    expect(status()).toBe("loaded");
  }, PATIENT);
