// Finding a message by its id. An id that the server made holds the `rev`; one that a client chose has a claim, which
// says from which entry on to look.

import { revDigits, revOfDigits, SERVER_MESSAGE_ID } from "../../protocol/identifiers.ts";
import { all } from "./all.ts";
import { noSuchMessage } from "./errors.ts";
import type { Claim, EditEvent, Entry, MessageEvent, Room, StoredMessage } from "./model.ts";
import type { Request } from "./request.ts";
import { isKept, notBefore } from "./retention.ts";

/** Entries per read. A page without a find is worth a write, which spares the next search that page. */
const PAGE = 50;

/** The id of a message: the one its client chose, or the server's own. */
export const messageId = (entry: Entry<MessageEvent>): string =>
  entry.chosenId ?? revDigits(entry.rev) + entry.nonce;

/** Whether an edit's entry, or a later one, made the message what it is. */
export const isEdited = (message: StoredMessage | undefined, edit: Entry<EditEvent>): boolean =>
  (message?.edited?.rev ?? 0) >= edit.rev;

/** A search for a message that has begun. */
export interface MessageSearch {
  /** The place that the message has if the room holds it, unless others got slots before it. */
  readonly likelyRev: () => Promise<number | undefined>;
  /**
   * The message as it stands now, as its tombstone if it is deleted. Throws NOT_FOUND if the room holds none of this id.
   */
  readonly message: (room: Room) => Promise<StoredMessage>;
}

/**
 * A message, and what else there is of it, which is read beside it where it is likely to be, and once more where it was
 * not. Throws NOT_FOUND too.
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
 * Begins to look for a message by its id, beside the read of its room. Only the claim is read at once, which never
 * becomes another's; the message changes, so it is read when it is asked for, once the room has been read, and with it where its log begins.
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
 * The message of a claimed id, or nothing if it is not in the log (its sender died between claim and append). Reads
 * the entries from the claim's base on, as far as they are kept: the message is the first of them, unless others got slots first.
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
    // At once: a search that is too long for one request gets on with each repeat.
    await request.messages.rebase(roomId, id, rev + 1);
  }
}
