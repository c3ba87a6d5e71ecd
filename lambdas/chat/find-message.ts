// Finds a message by its id. A server-made id holds the `rev`; a client-chosen id has a claim, and the search begins at
// its base.

import { revDigits, revOfDigits, SERVER_MESSAGE_ID } from "../../protocol/identifiers.ts";
import { all } from "./all.ts";
import { noSuchMessage } from "./errors.ts";
import type { Claim, EditEvent, Entry, MessageEvent, Room, StoredMessage } from "./model.ts";
import type { Request } from "./request.ts";
import { isKept, notBefore } from "./retention.ts";

/** Entries per read. After a page without the message the claim moves on, so that no search reads the page again. */
const PAGE = 50;

/** The id of a message: chosen by its client, or made by the server. */
export const messageId = (entry: Entry<MessageEvent>): string =>
  entry.chosenId ?? revDigits(entry.rev) + entry.nonce;

/** Whether the message's text is from this edit or a later one. */
export const isEdited = (message: StoredMessage | undefined, edit: Entry<EditEvent>): boolean =>
  (message?.edited?.rev ?? 0) >= edit.rev;

/** A search for a message that has begun. */
export interface MessageSearch {
  /** The message's probable `rev`; wrong only if other entries took slots before it. */
  readonly likelyRev: () => Promise<number | undefined>;
  /**
   * The message in its current state, a tombstone if it is deleted. Throws NOT_FOUND if the room has no such message.
   */
  readonly message: (room: Room) => Promise<StoredMessage>;
}

/**
 * A message and something else that is read by its `rev`. Both are read concurrently, at the probable `rev`; the second
 * is read again if the message was elsewhere. Throws NOT_FOUND if the room has no such message.
 */
export async function messageWith<T>(
  search: MessageSearch,
  room: Room,
  read: (messageRev: number) => Promise<T>,
): Promise<[message: StoredMessage, found: T]> {
  const rev = await search.likelyRev();
  const [message, found] = await all([
    search.message(room),
    rev === undefined ? undefined : read(rev),
  ]);
  return [message, message.rev === rev ? (found as T) : await read(message.rev)];
}

/**
 * Begins to search for a message by its id, concurrently with the read of its room. Only the claim is read immediately:
 * its owner never changes. The message can change, so it is read on request, after the room and its log's start.
 */
export function searchMessage(request: Request, roomId: string, id: string): MessageSearch {
  if (SERVER_MESSAGE_ID.test(id)) {
    const rev = revOfDigits(id);
    return {
      likelyRev: () => Promise.resolve(rev),
      async message(room) {
        const message = isKept(room, rev) ? await request.log.message(roomId, rev) : undefined;
        if (message && messageId(message) === id) return message;
        throw noSuchMessage();
      },
    };
  }
  const claimed = request.begin(request.messages.claimed(roomId, id));
  return {
    likelyRev: async () => (await claimed)?.base,
    async message(room) {
      const claim = await claimed;
      const message = claim && (await findClaimed(request, room, id, claim));
      if (!message) throw noSuchMessage();
      return message;
    },
  };
}

/**
 * The message of a claimed id; undefined if it is not in the log, as after a crash between claim and append. Reads the
 * unexpired entries from the claim's base on: the message is the first of them unless other entries took slots before.
 */
export async function findClaimed(
  request: Request,
  room: Room,
  id: string,
  claim: Claim,
): Promise<StoredMessage | undefined> {
  const { id: roomId } = room;
  if (isKept(room, claim.base)) {
    const atBase = await request.log.message(roomId, claim.base);
    if (atBase?.chosenId === id) return atBase;
  }

  let rev = notBefore(room, claim.base - 1);
  for (;;) {
    const page = await request.log.after(roomId, rev, PAGE);
    const found = page.find((entry) => entry.kind === "message" && entry.chosenId === id);
    if (found) return found as StoredMessage;
    if (page.length < PAGE) return undefined;
    rev = page.at(-1)?.rev ?? rev;
    // Written after each page, so that a search too long for one request continues with each repeat.
    await request.messages.rebase(roomId, id, rev + 1);
  }
}
