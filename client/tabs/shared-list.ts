// Shares `connectRooms` between tabs: a page of the list serves all tabs until an event in any room.

import type { Frame, Relay, SocketId } from "./messages.ts";

export interface SharedList {
  /** Answers a socket's `connectRooms`; requests a page that is not cached from the server. */
  request(socket: SocketId, frame: Frame): void;
  /** Handles a reply of the server. Returns whether it answers a request of this list. */
  receive(requestId: unknown, frame: Frame): boolean;
  /** A room has changed: all cached pages are out of date. */
  invalidate(): void;
}

interface Page {
  /** The request id of each socket that got this page. A socket that repeats its request wants a newer page. */
  readonly requesters: Map<SocketId, unknown>;
  reply?: Frame;
}

export function makeSharedList({ send, reply }: Relay): SharedList {
  /** By the request's parameters. */
  const cache = new Map<string, Page>();
  /** By the id of the request to the server. */
  const pending = new Map<unknown, { key: string; page: Page }>();
  let requests = 0;

  return {
    request(socket, { request_id, ...rest }) {
      const key = JSON.stringify(rest);
      const cached = cache.get(key);
      if (cached && !cached.requesters.has(socket)) {
        cached.requesters.set(socket, request_id);
        if (cached.reply) reply(socket, { ...cached.reply, request_id });
        return;
      }
      const page: Page = { requesters: new Map([[socket, request_id]]) };
      const id = `connectRooms/${++requests}`;
      cache.set(key, page);
      pending.set(id, { key, page });
      send({ ...rest, request_id: id });
    },
    receive(requestId, frame) {
      const request = pending.get(requestId);
      if (!request) return false;
      const { key, page } = request;
      pending.delete(requestId);
      page.reply = frame;
      if (frame.event === "error" && cache.get(key) === page) cache.delete(key);
      for (const [socket, request_id] of page.requesters) reply(socket, { ...frame, request_id });
      return true;
    },
    invalidate() {
      cache.clear();
    },
  };
}
