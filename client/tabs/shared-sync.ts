// Shares `sync` between tabs: the answer for a room serves all tabs until an event in that room. The tabs follow the
// same rooms over the same connection, so they send the same requests.

import type { Frame, Relay, SocketId } from "./messages.ts";

export interface SharedSync {
  /** Answers a socket's `sync`; requests the rooms that are not cached from the server. */
  request(socket: SocketId, frame: Frame): void;
  /** Handles a reply of the server. Returns whether it answers a request of this object. */
  receive(requestId: unknown, frame: Frame): boolean;
  /** A room has changed: its cached answer is out of date. */
  invalidate(roomId: unknown): void;
}

interface Cursor {
  readonly room_id: string;
  readonly after_rev: number;
}

/** The request for one room. */
interface RoomRequest {
  readonly cursor: Cursor;
  readonly key: string;
  /** The sockets that got this answer. A socket that repeats its request wants a newer one. */
  readonly requesters: Set<SocketId>;
  readonly answer: Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Frame) => void;
}

export function makeSharedSync({ send, reply }: Relay): SharedSync {
  /** The latest request of each room. */
  const cache = new Map<string, RoomRequest>();
  /** By the id of the request to the server. */
  const pending = new Map<unknown, readonly RoomRequest[]>();
  let requests = 0;

  function requestRoom(
    cursor: Cursor,
    rest: Frame,
    socket: SocketId,
  ): [RoomRequest, isNew: boolean] {
    const key = JSON.stringify([cursor.after_rev, rest]);
    const cached = cache.get(cursor.room_id);
    if (cached?.key === key && !cached.requesters.has(socket)) {
      cached.requesters.add(socket);
      return [cached, false];
    }
    let [resolve, reject]: [RoomRequest["resolve"], RoomRequest["reject"]] = [() => {}, () => {}];
    const answer = new Promise<unknown>((onAnswer, onError) => {
      [resolve, reject] = [onAnswer, onError];
    });
    const made = { cursor, key, requesters: new Set([socket]), answer, resolve, reject };
    cache.set(cursor.room_id, made);
    return [made, true];
  }

  return {
    request(socket, { request_id, rooms, ...rest }) {
      const all = (rooms as Cursor[]).map((cursor) => requestRoom(cursor, rest, socket));
      const fresh = all.flatMap(([each, isNew]) => (isNew ? [each] : []));
      if (fresh.length > 0) {
        const id = `sync/${++requests}`;
        pending.set(id, fresh);
        send({ ...rest, rooms: fresh.map(({ cursor }) => cursor), request_id: id });
      }
      Promise.all(all.map(([{ answer }]) => answer)).then(
        (answers) => {
          const data = answers.filter((answer) => answer !== undefined);
          reply(socket, { event: "sync", request_id, data });
        },
        (error: unknown) => {
          reply(socket, { ...(error as Frame), request_id });
        },
      );
    },
    receive(requestId, frame) {
      const answered = pending.get(requestId);
      if (!answered) return false;
      pending.delete(requestId);
      const answers = Array.isArray(frame.data) ? (frame.data as Partial<Cursor>[]) : undefined;
      for (const each of answered) {
        const { room_id } = each.cursor;
        if (answers) each.resolve(answers.find((answer) => answer.room_id === room_id));
        else {
          each.reject(frame);
          if (cache.get(room_id) === each) cache.delete(room_id);
        }
      }
      return true;
    },
    invalidate(roomId) {
      cache.delete(String(roomId));
    },
  };
}
