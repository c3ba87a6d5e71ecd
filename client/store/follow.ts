// Applies the client's events to the state, and loads the data that they do not carry.

import type { Chat } from "../api.ts";
import type { ChatEvents } from "../events.ts";
import { CONNECTION, type Core, type Room } from "./core.ts";
import type { Loading } from "./loading.ts";
import type { Open } from "./open.ts";
import { changeOf, messageOf, reduceOutbox, type Unstored } from "./optimistic.ts";
import { hasPin } from "./pins.ts";
import { isRoomAction } from "./reduce-room.ts";
import type { RoomList } from "./room-list.ts";
import type { ChatAction, RoomAction } from "./types.ts";

interface Parts {
  readonly list: RoomList;
  readonly loading: Loading;
  readonly open: Open;
  readonly onConnection: () => void;
}

/** Every event of a chat. */
export const EVENTS: Record<keyof ChatEvents, true> = {
  message: true,
  edited: true,
  delete: true,
  pin_message: true,
  members_added: true,
  reaction: true,
  member_removed: true,
  room_updated: true,
  group: true,
  conversation: true,
  room: true,
  user: true,
  seen: true,
  typing: true,
  typing_stopped: true,
  reload: true,
  outbox: true,
  connection: true,
  error: true,
};

/** Returns a function that stops following. */
export function follow(core: Core, chat: Chat, parts: Parts): () => void {
  const { list, loading, open, onConnection } = parts;

  function dispatch(action: ChatAction): void {
    switch (action.type) {
      case "connection":
        core.connection = action.data;
        core.subscriptions.touch(CONNECTION);
        onConnection();
        break;
      case "room":
        list.merge([action.data]);
        break;
      case "group": {
        const { rev } = action.data;
        list.addUnlisted(action.data, rev ?? 0);
        // A group may have messages when the user is added. The list knows how many.
        if (rev !== undefined) void list.load();
        break;
      }
      case "conversation": {
        const { room, rev, seq } = action.data;
        core.names.learnFromRooms([{ ...room, last_message: null }]);
        const isNew = !core.rooms.has(room._id);
        list.addUnlisted(room, rev - 1);
        if (isNew && seq > 1) void list.load();
        break;
      }
      case "user":
        core.names.set(action.data);
        break;
      case "reload":
        reload(action.data.room_id);
        break;
      case "outbox":
        applyOutboxChange(action.data);
        break;
      case "error":
        // Errors are for the application.
        break;
      default:
        if (isRoomAction(action)) applyRoomAction(action);
    }
  }

  function reload(room_id: string): void {
    list.verify(room_id);
    const room = core.rooms.get(room_id);
    if (!room) return;
    room.isStale = true;
    if (open.load(room)) return;
    // The events of stored messages may be among the missed ones.
    core.unsent.acknowledged(...core.keysOf(room_id)).forEach(core.unsent.remove);
  }

  function applyRoomAction(action: RoomAction): void {
    const { room_id } = action.data;
    if (action.type === "typing") core.names.learn(action.data.user_id, action.data.first_name);
    if (action.type === "message") {
      core.names.learnFromMessage(action.data);
      if (action.data.sender_id === core.me()) confirm(action.data);
    }
    if (action.type === "member_removed" && action.data.user_id === core.me()) {
      list.remove(room_id, action.data.rev);
      return;
    }
    list.record(action);
    const room = core.rooms.get(room_id);
    if (!room) return;
    core.reduce(room, action);
    loadMissing(room, action);
  }

  /** Removes the optimistic message of an event; while the messages load, it stays until they include the stored one. */
  function confirm({ room_id, _id }: ChatEvents["message"]): void {
    const { status, history } = core.rooms.get(room_id)?.state ?? {};
    if (status === "loading" && !history) core.unsent.acknowledge(_id);
    else core.unsent.remove(_id);
  }

  /** Events carry neither the presence of new members nor the text of pinned messages. */
  function loadMissing(room: Room, action: RoomAction): void {
    const { members, pins } = room.state;
    if (action.type === "members_added" && members) loading.refresh(room, "members");
    if (action.type === "pin_message" && action.data.pin_message && pins) {
      if (!hasPin(pins, action.data._id)) loading.refresh(room, "pins");
    }
  }

  function acknowledge({ _id, conversation }: Unstored): void {
    // No event arrives of a room that the user was removed from.
    const isGone = "room_id" in Object(conversation) && !core.roomAt(conversation);
    if (isGone) core.unsent.remove(_id);
    else core.unsent.acknowledge(_id);
  }

  function applyOutboxChange(step: ChatEvents["outbox"]): void {
    const { change, entry, error } = step;
    const message = messageOf(entry);
    if (message) {
      if (change === "added") core.unsent.put(core.optimistic(message));
      if (change === "acknowledged") acknowledge(message);
      if (change === "withdrawn") core.unsent.remove(message._id);
      // A message that was interrupted by closing the chat is sent again. The event of a failed one may have arrived.
      if (change !== "failed" || error?.code === "CLOSED" || !core.unsent.get(message._id)) return;
      core.unsent.put(core.optimistic(message, error));
      return;
    }
    const intended = changeOf(entry);
    const room = intended && core.rooms.get(intended.room_id);
    if (room)
      core.update(room, { changes: reduceOutbox(room.state.changes, step, intended.change) });
  }

  const stops = (Object.keys(EVENTS) as (keyof ChatEvents)[]).map((type) =>
    chat.on(type, (data) => {
      dispatch({ type, data } as ChatAction);
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
