// Shares `connectRooms` between tabs: a page that one of them got serves the others, until an event in any room.

import type { Frame, Relay, SocketId } from "./messages.ts";

export interface SharedList {
  /** Answers a socket's `connectRooms`; asks the server for a page that is not cached. */
  ask(socket: SocketId, frame: Frame): void;
  /** Takes an answer of the server. Returns whether it belongs to a request from here. */
  receive(requestId: unknown, frame: Frame): boolean;
  /** A room has changed: the list is out of date. */
  forget(): void;
}

interface Page {
  /** The request of each socket that got this page. A socket that asks again wants a newer one. */
  readonly askers: Map<SocketId, unknown>;
  answer?: Frame;
}

export function makeSharedList({ send, reply }: Relay): SharedList {
  /** By the request's parameters. */
  const latest = new Map<string, Page>();
  /** By the id of the request to the server. */
  const asked = new Map<unknown, { key: string; page: Page }>();
  let requests = 0;

  return {
    ask(socket, { request_id, ...rest }) {
      const key = JSON.stringify(rest);
      const known = latest.get(key);
      if (known && !known.askers.has(socket)) {
        known.askers.set(socket, request_id);
        if (known.answer) reply(socket, { ...known.answer, request_id });
        return;
      }
      const page: Page = { askers: new Map([[socket, request_id]]) };
      const id = `connectRooms/${++requests}`;
      latest.set(key, page);
      asked.set(id, { key, page });
      send({ ...rest, request_id: id });
    },
    receive(requestId, frame) {
      const found = asked.get(requestId);
      if (!found) return false;
      const { key, page } = found;
      asked.delete(requestId);
      page.answer = frame;
      if (frame.event === "error" && latest.get(key) === page) latest.delete(key);
      for (const [socket, request_id] of page.askers) reply(socket, { ...frame, request_id });
      return true;
    },
    forget() {
      latest.clear();
    },
  };
}
