// The names of protocol schemas, in docs/asyncapi.yaml and in the client's types. Any other payload is named after its
// action, and any other `data` after its event.

import { ACTIONS } from "../protocol/actions.ts";
import { attachment } from "../protocol/attachment.ts";
import { joinedGroup } from "../protocol/add-members.ts";
import { lastMessage, listedRoom } from "../protocol/connect-rooms.ts";
import { errorCode, errorData, issue } from "../protocol/errors.ts";
import { requestId } from "../protocol/frames.ts";
import { memberData } from "../protocol/get-members.ts";
import { pinnedMessage } from "../protocol/get-pins.ts";
import { id } from "../protocol/identifiers.ts";
import { messageData, recipient, messageOrTombstone, tombstone } from "../protocol/message.ts";
import { reactionCount } from "../protocol/reaction.ts";
import { groupData, person, roomData } from "../protocol/room.ts";
import { historyEvent, roomEvent } from "../protocol/room-event.ts";
import { caughtUp, readMark } from "../protocol/sync.ts";

/** The schemas that both requests and events contain. */
export const SHARED = { Id: id, RequestId: requestId };

/** The schemas that only events contain. */
export const NAMED = {
  Message: messageData,
  Tombstone: tombstone,
  MessageOrTombstone: messageOrTombstone,
  FirstMessage: ACTIONS.sendNewMessage.event.data,
  PinnedMessage: pinnedMessage,
  LastMessage: lastMessage,
  Recipient: recipient,
  MessagePage: ACTIONS.getMessages.event.data,
  Person: person,
  Room: roomData,
  ListedRoom: listedRoom,
  Group: groupData,
  JoinedGroup: joinedGroup,
  Member: memberData,
  MemberPage: ACTIONS.getMembers.event.data,
  ReadMark: readMark,
  RoomEvent: roomEvent,
  HistoryEvent: historyEvent,
  CaughtUp: caughtUp,
  ErrorData: errorData,
  ErrorCode: errorCode,
  Issue: issue,
  Attachment: attachment,
  ReactionCount: reactionCount,
};
