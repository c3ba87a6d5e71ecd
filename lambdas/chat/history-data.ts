// A message as history returns it: with the number of members who have seen it.

import type { MessageOrTombstone } from "../../protocol/message.ts";
import type { StoredMessage } from "./model.ts";
import type { Members } from "./read-room.ts";
import { messageData } from "./wire.ts";

/** A message for history. `msg_seen` follows the members' read marks; in a large room it stays as it was sent. */
export function historyData(
  message: StoredMessage,
  roomId: string,
  members: Members,
): MessageOrTombstone {
  const data = messageData(message, roomId, members && [...members.keys()]);
  if (!("recipients" in data) || !members) return data;
  const recipients = data.recipients?.map((recipient) => {
    const member = members.get(recipient._id);
    return member ? { ...recipient, msg_seen: member.seenSeq >= message.seq } : recipient;
  });
  return { ...data, ...(recipients && { recipients }) };
}
