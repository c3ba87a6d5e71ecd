// Shares `sync` between tabs: the answer for a room that one of them got serves the others, until an event in that
// room. The tabs follow the same rooms over the same line, so they send the same requests.

import type { Frame, Relay, SocketId } from "./messages.ts";

export interface SharedSync {
  /** Answers a socket's `sync`; asks the server for the rooms that are not cached. */
  ask(socket: SocketId, frame: Frame): void;
  /** Takes an answer of the server. Returns whether it belongs to a request from here. */
  receive(requestId: unknown, frame: Frame): boolean;
  /** A room has changed: its answer is out of date. */
  forget(roomId: unknown): void;
}

interface Cursor {
  readonly room_id: string;
  readonly after_rev: number;
}

/** The request for one room. */
interface Question {
  readonly cursor: Cursor;
  readonly key: string;
  /** The sockets that got this answer. A socket that asks again wants a newer one. */
  readonly askers: Set<SocketId>;
  readonly answer: Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (refusal: Frame) => void;
}

export function makeSharedSync({ send, reply }: Relay): SharedSync {
  /** The latest request of each room. */
  const latest = new Map<string, Question>();
  /** By the id of the request to the server. */
  const asked = new Map<unknown, readonly Question[]>();
  let requests = 0;

  function question(cursor: Cursor, rest: Frame, socket: SocketId): [Question, isNew: boolean] {
    const key = JSON.stringify([cursor.after_rev, rest]);
    const known = latest.get(cursor.room_id);
    if (known?.key === key && !known.askers.has(socket)) {
      known.askers.add(socket);
      return [known, false];
    }
    let [resolve, reject]: [Question["resolve"], Question["reject"]] = [() => {}, () => {}];
    const answer = new Promise<unknown>((onAnswer, onRefusal) => {
      [resolve, reject] = [onAnswer, onRefusal];
    });
    const made = { cursor, key, askers: new Set([socket]), answer, resolve, reject };
    latest.set(cursor.room_id, made);
    return [made, true];
  }

  return {
    ask(socket, { request_id, rooms, ...rest }) {
      const questions = (rooms as Cursor[]).map((cursor) => question(cursor, rest, socket));
      const fresh = questions.flatMap(([each, isNew]) => (isNew ? [each] : []));
      if (fresh.length > 0) {
        const id = `sync/${++requests}`;
        asked.set(id, fresh);
        send({ ...rest, rooms: fresh.map(({ cursor }) => cursor), request_id: id });
      }
      Promise.all(questions.map(([{ answer }]) => answer)).then(
        (answers) => {
          const data = answers.filter((answer) => answer !== undefined);
          reply(socket, { event: "sync", request_id, data });
        },
        (refusal: unknown) => {
          reply(socket, { ...(refusal as Frame), request_id });
        },
      );
    },
    receive(requestId, frame) {
      const questions = asked.get(requestId);
      if (!questions) return false;
      asked.delete(requestId);
      const answers = Array.isArray(frame.data) ? (frame.data as Partial<Cursor>[]) : undefined;
      for (const each of questions) {
        const { room_id } = each.cursor;
        if (answers) each.resolve(answers.find((answer) => answer.room_id === room_id));
        else {
          each.reject(frame);
          if (latest.get(room_id) === each) latest.delete(room_id);
        }
      }
      return true;
    },
    forget(roomId) {
      latest.delete(String(roomId));
    },
  };
}
