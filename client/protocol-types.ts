// Generated from protocol/: `npm run protocol-types`. Do not edit.
//
// The types of the protocol's schemas, by name and without zod: the package's declarations must not depend on it.

/** A message as members receive it. */
export interface Message {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  /** Passed on, used for nothing. Left out, members get the room's other members here. */
  recipients?: Recipient[] | undefined;
  isStoryReply: boolean;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message: Record<string, unknown>;
  /** Up to 100 characters. */
  message_type: string;
  /** At most 8192 bytes when encoded as JSON. */
  attachments: (Record<string, unknown> | string)[];
  /** Passed on as the sender wrote it. Up to 100 characters. */
  first_name?: string | undefined;
  /** Passed on as the sender wrote it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The sender's own clock, passed on, used for nothing. Up to 100 characters. */
  dateCreated?: string | undefined;
  _id: string;
  room_id: string;
  sender_id: string;
  /** Its number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  edited_at?: string | undefined;
  /** In the order in which they came. Left out if there are none. */
  reactions?: ReactionCount[] | undefined;
  /** Left out: it is not deleted. */
  deleted?: false | undefined;
}

/** What stands in a deleted message's place. */
export interface Tombstone {
  _id: string;
  room_id: string;
  sender_id: string;
  /** Its number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  /** It was deleted: this is what is left of it. */
  deleted: true;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  deleted_at: string;
}

/** A message as it stands now: `deleted` tells whether it is a tombstone. */
export type MessageOrTombstone = Tombstone | Message;

/** The message of a `sendNewMessage`, with the conversation that it is in. */
export type FirstMessage =
  | {
      _id: string;
      room_id: string;
      sender_id: string;
      /** Its number among the room's messages: 1, 2, 3, … */
      seq: number;
      /** Its place in the room's order: 1, 2, 3, … without a hole. */
      rev: number;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      created_at: string;
      /** It was deleted: this is what is left of it. */
      deleted: true;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      deleted_at: string;
      room: Room;
      /** Up to 100 characters. */
      user_name?: string | undefined;
    }
  | {
      /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
      message: string;
      /** Passed on, used for nothing. Left out, members get the room's other members here. */
      recipients?: Recipient[] | undefined;
      isStoryReply: boolean;
      /** At most 4096 bytes when encoded as JSON. */
      reply_message: Record<string, unknown>;
      /** Up to 100 characters. */
      message_type: string;
      /** At most 8192 bytes when encoded as JSON. */
      attachments: (Record<string, unknown> | string)[];
      /** Passed on as the sender wrote it. Up to 100 characters. */
      first_name?: string | undefined;
      /** Passed on as the sender wrote it. Up to 100 characters. */
      last_name?: string | undefined;
      /** The sender's own clock, passed on, used for nothing. Up to 100 characters. */
      dateCreated?: string | undefined;
      _id: string;
      room_id: string;
      sender_id: string;
      /** Its number among the room's messages: 1, 2, 3, … */
      seq: number;
      /** Its place in the room's order: 1, 2, 3, … without a hole. */
      rev: number;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      created_at: string;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      edited_at?: string | undefined;
      /** In the order in which they came. Left out if there are none. */
      reactions?: ReactionCount[] | undefined;
      /** Left out: it is not deleted. */
      deleted?: false | undefined;
      room: Room;
      /** Up to 100 characters. */
      user_name?: string | undefined;
    };

/** A pinned message, who pinned it and when. */
export interface PinnedMessage {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  /** Passed on, used for nothing. Left out, members get the room's other members here. */
  recipients?: Recipient[] | undefined;
  isStoryReply: boolean;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message: Record<string, unknown>;
  /** Up to 100 characters. */
  message_type: string;
  /** At most 8192 bytes when encoded as JSON. */
  attachments: (Record<string, unknown> | string)[];
  /** Passed on as the sender wrote it. Up to 100 characters. */
  first_name?: string | undefined;
  /** Passed on as the sender wrote it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The sender's own clock, passed on, used for nothing. Up to 100 characters. */
  dateCreated?: string | undefined;
  _id: string;
  room_id: string;
  sender_id: string;
  /** Its number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  edited_at?: string | undefined;
  /** In the order in which they came. Left out if there are none. */
  reactions?: ReactionCount[] | undefined;
  /** Left out: it is not deleted. */
  deleted?: false | undefined;
  pinned_by: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  pinned_at: string;
  /** The pin's own place in the room's order. */
  pinned_rev: number;
}

/** The newest message of a room, in short. */
export type LastMessage =
  | {
      _id: string;
      sender_id: string;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      created_at: string;
      /** It was deleted: this is what is left of it. */
      deleted: true;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      deleted_at: string;
    }
  | {
      _id: string;
      sender_id: string;
      /** ISO 8601, UTC, with milliseconds, by the server's clock. */
      created_at: string;
      first_name?: string | undefined;
      message_type: string;
      /** The first 200 characters. */
      message: string;
      /** Left out: it is not deleted. */
      deleted?: false | undefined;
    };

/** A recipient of a message; in history, whether they have seen it. */
export interface Recipient {
  _id: string;
  msg_seen: boolean;
}

/** A page of a room's history. */
export interface MessagePage {
  room_id: string;
  /** Oldest first. */
  messages: MessageOrTombstone[];
  /** What happened before, between and after them, oldest first. */
  events?: HistoryEvent[] | undefined;
  has_more: boolean;
  /** `before_rev` of the next page. */
  next_before_rev?: number | undefined;
  /** `after_rev` of the next page. */
  next_after_rev?: number | undefined;
  /** How far the room is complete in this answer: a cursor for `sync`. */
  rev: number;
}

/** A user; `first_name` is there once they have given it. */
export interface Person {
  _id: string;
  first_name?: string | undefined;
}

/** A room, the same for all of its members. */
export interface Room {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  member_count: number;
  /** Of a peer-to-peer room: both people. */
  recipients?: Person[] | undefined;
}

/** A room as its list shows it to one member. */
export interface ListedRoom {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  member_count: number;
  /** Of a peer-to-peer room: both people. */
  recipients?: Person[] | undefined;
  /** The newest message of a room, in short. */
  last_message: LastMessage | null;
  /** The `seq` of the room's newest message. */
  seq: number;
  /** The `rev` of the room's newest event. */
  rev: number;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seen_seq: number;
  unread_count: number;
}

/** A group, as its members see it. */
export interface Group {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  member_count: number;
  /** Its members' ids; left out in a large group. */
  recipients?: string[] | undefined;
}

/** For new members of a group: the group, and who added them. */
export interface JoinedGroup {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  created_at: string;
  member_count: number;
  /** Its members' ids; left out in a large group. */
  recipients?: string[] | undefined;
  /** Who added them. */
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  added_at: string;
}

/** A member of a room. */
export interface Member {
  user_id: string;
  first_name?: string | undefined;
  role: "owner" | "member";
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  joined_at: string;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seen_seq: number;
  online: boolean;
  /** When their last connection went, if they are offline. */
  last_seen_at?: string | undefined;
}

/** A page of a room's members, in the order of their ids. */
export interface MemberPage {
  room_id: string;
  members: Member[];
  /** For the next page; left out on the last one. */
  next_cursor?: string | undefined;
}

/** How far a member has read. */
export interface ReadMark {
  user_id: string;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seen_seq: number;
}

/** A durable event of a room. A user whom it added gets `group_<user_id>` instead. */
export type RoomEvent =
  | { event: "message"; data: MessageOrTombstone }
  | { event: "edited"; data: EditedData }
  | { event: "delete"; data: DeleteData }
  | { event: "pin_message"; data: PinMessageData }
  | { event: "reaction"; data: ReactionData }
  | { event: "members_added"; data: MembersAddedData }
  | { event: "member_removed"; data: MemberRemovedData }
  | { event: "room_updated"; data: RoomUpdatedData }
  | { event: `group_${string}`; data: JoinedGroup };

/** What happened in a room between its messages. */
export type HistoryEvent =
  | { event: "members_added"; data: MembersAddedData }
  | { event: "member_removed"; data: MemberRemovedData }
  | { event: "room_updated"; data: RoomUpdatedData }
  | { event: "pin_message"; data: PinMessageData };

/** What was missed of a room. */
export interface CaughtUp {
  room_id: string;
  events?: RoomEvent[] | undefined;
  /** The new cursor: everything up to it is here. */
  rev?: number | undefined;
  has_more?: boolean | undefined;
  /** False: not everything that was missed can be had like this, load the history. */
  recovered: boolean;
  /** How far each member has read, in rooms that are not large, with the last page. */
  marks?: ReadMark[] | undefined;
  /** What each member is called by now, if that was asked for, with the last page. */
  names?: Person[] | undefined;
}

/** Why a request was refused. */
export interface ErrorData {
  code: ErrorCode;
  /** For people. */
  message: string;
  action?: string | undefined;
  /** Whether the same request may succeed when it is sent again. */
  retryable: boolean;
  issues?: Issue[] | undefined;
  retry_after_ms?: number | undefined;
  /** By which an operator finds the fault in the logs. */
  reference?: string | undefined;
}

/** What went wrong: what programs go by. */
export type ErrorCode =
  | "BAD_JSON"
  | "UNKNOWN_ACTION"
  | "BAD_REQUEST"
  | "TOKEN_EXPIRED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "TOO_LARGE"
  | "RATE_LIMITED"
  | "TOO_MANY_CONNECTIONS"
  | "UNAVAILABLE"
  | "INTERNAL";

/** A field that is missing or wrong. */
export interface Issue {
  /** Dotted, as in `message.attachments.0`. */
  path: string;
  message: string;
}

/** A file, as a message names it in `attachments`. */
export interface Attachment {
  /** Under which it is kept: for `getDownload`. */
  key: string;
  /** The file's own name. Up to 255 characters. */
  name: string;
  /** The file's media type, as in `image/png`; `application/octet-stream` if it is unknown. */
  content_type: string;
  /** In bytes. */
  size: number;
}

/** An emoji on a message, and who reacted with it. */
export interface ReactionCount {
  reaction: string;
  /** How many members it is from. */
  count: number;
  /** Who they are, in the order in which they came; of very many the first. */
  user_ids: string[];
}

export type ConnectRoomsData = ListedRoom[];

/** Somebody is writing. */
export interface TypingData {
  room_id: string;
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message?: string | undefined;
  user_id: string;
  first_name?: string | undefined;
}

/** A message was deleted. */
export interface DeleteData {
  message_id: string;
  room_id: string;
  /** Who deleted it. */
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  deleted_at: string;
}

/** A message was edited. */
export interface EditedData {
  message_id: string;
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  room_id: string;
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  edited_at: string;
}

/** A read mark: `user_id` has seen everything up to `seq`. */
export interface SeenData {
  message_id?: string | undefined;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seq: number;
  room_id: string;
  user_id: string;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  seen_at: string;
}

/** A message was pinned, or its pin was taken off. */
export interface PinMessageData {
  /** The message's. */
  _id: string;
  room_id: string;
  /** True pins it, false takes the pin off. */
  pin_message: boolean;
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  pinned_at: string;
}

export type SyncData = CaughtUp[];

export type PinsData = PinnedMessage[];

/** People were added to a group. */
export interface MembersAddedData {
  room_id: string;
  user_ids: string[];
  member_count: number;
  /** Who added them. */
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  added_at: string;
}

/** Somebody was removed from a group, or left it. */
export interface MemberRemovedData {
  room_id: string;
  user_id: string;
  removed_by: string;
  member_count: number;
  /** Who owns the group from now on, where it was the owner who left. */
  owner_id?: string | undefined;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  removed_at: string;
}

/** A group has another name or picture. */
export interface RoomUpdatedData {
  room_id: string;
  /** Up to 100 characters. */
  room_name?: string | undefined;
  /** Up to 512 characters. */
  image_url?: string | undefined;
  user_id: string;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  updated_at: string;
}

/** An emoji was put on a message, or taken off. */
export interface ReactionData {
  room_id: string;
  message_id: string;
  reaction: string;
  /** True puts it on the message, false takes it off. */
  on: boolean;
  user_id: string;
  /** From how many members it is now. */
  count: number;
  /** Its place in the room's order: 1, 2, 3, … without a hole. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  reacted_at: string;
}

/** Leave to upload a file. */
export interface UploadData {
  /** A form, as `multipart/form-data`: it stores this file and no other. */
  upload: {
    /** Where to POST the form to. */
    url: string;
    /** The form's fields, all of them, before the last one: `file`, the content. */
    fields: Record<string, string>;
  };
  attachment: Attachment;
  /** Until when the upload may begin. */
  expires_at: string;
}

/** Where a file can be downloaded. */
export interface DownloadData {
  /** Downloads by GET; anyone who has it can use it. */
  url: string;
  /** Until when the download may begin. */
  expires_at: string;
}

/** A sign of life. */
export interface PongData {
  /** ISO 8601, UTC, with milliseconds, by the server's clock. */
  server_time: string;
}

export interface ConnectRoomsPayload {
  user_id?: string | undefined;
  /** Remembered, for others to see. Empty, it takes back what was remembered. Up to 100 characters. */
  first_name?: string | undefined;
  /** The `next_cursor` of the page before. */
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface SendMessagePayload {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message?: string | undefined;
  /** Passed on, used for nothing. Left out, members get the room's other members here. */
  recipients?: { _id: string; msg_seen?: boolean | "" | undefined }[] | undefined;
  isStoryReply?: boolean | undefined;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message?: Record<string, unknown> | undefined;
  /** Up to 100 characters. */
  message_type?: string | undefined;
  /** At most 8192 bytes when encoded as JSON. */
  attachments?: (Record<string, unknown> | string)[] | undefined;
  /** Passed on as the sender wrote it. Up to 100 characters. */
  first_name?: string | undefined;
  /** Passed on as the sender wrote it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The sender's own clock, passed on, used for nothing. Up to 100 characters. */
  dateCreated?: string | undefined;
  /** Of the sender's choosing, so that sending it twice stores it once. */
  _id?: string | undefined;
  sender_id?: string | undefined;
  room_id: string;
}

export interface TypingPayload {
  room_id: string;
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message?: string | undefined;
  user_id?: string | undefined;
}

export type SendNewMessagePayload = {
  recipient_id: string | string[];
  message: {
    /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
    message?: string | undefined;
    /** Passed on, used for nothing. Left out, members get the room's other members here. */
    recipients?: { _id: string; msg_seen?: boolean | "" | undefined }[] | undefined;
    isStoryReply?: boolean | undefined;
    /** At most 4096 bytes when encoded as JSON. */
    reply_message?: Record<string, unknown> | undefined;
    /** Up to 100 characters. */
    message_type?: string | undefined;
    /** At most 8192 bytes when encoded as JSON. */
    attachments?: (Record<string, unknown> | string)[] | undefined;
    /** Passed on as the sender wrote it. Up to 100 characters. */
    first_name?: string | undefined;
    /** Passed on as the sender wrote it. Up to 100 characters. */
    last_name?: string | undefined;
    /** The sender's own clock, passed on, used for nothing. Up to 100 characters. */
    dateCreated?: string | undefined;
    /** Of the sender's choosing, so that sending it twice stores it once. */
    _id?: string | undefined;
    sender_id?: string | undefined;
  };
  /** Up to 100 characters. */
  room_name?: string | undefined;
  type?: "peer-to-peer" | "group-chat" | undefined;
  /** Up to 100 characters. */
  user_name?: string | undefined;
  /** Up to 512 characters. */
  image_url?: string | undefined;
};

export interface CreateGroupPayload {
  _id?: string | undefined;
  /** Up to 100 characters. */
  room_name: string;
  recipients: string[];
  type?: "group-chat" | undefined;
  creator_id?: string | undefined;
  /** Up to 512 characters. */
  image_url?: string | undefined;
}

export interface DeleteMessagePayload {
  message_id: string;
  room_id: string;
  user_id?: string | undefined;
}

export interface EditMessagePayload {
  message_id: string;
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  room_id: string;
  user_id?: string | undefined;
  /** Names this edit of the message: the same one again changes nothing. Up to 64 characters. */
  edit_id?: string | undefined;
}

export interface MessageSeenPayload {
  message_id?: string | undefined;
  seq?: number | undefined;
  room_id: string;
  user_id?: string | undefined;
}

export interface PinMessagePayload {
  /** The message's. */
  _id: string;
  room_id: string;
  /** True pins it, false takes the pin off. */
  pin_message: boolean;
  user_id?: string | undefined;
}

export interface GetMessagesPayload {
  room_id: string;
  /** A place in the room's order; 0 is before the first event. */
  before_rev?: number | undefined;
  /** A place in the room's order; 0 is before the first event. */
  after_rev?: number | undefined;
  /** Whether to tell what else happened: who came and went, names, pictures, pins. */
  events?: boolean | undefined;
  limit?: number | undefined;
}

export interface SyncPayload {
  rooms: {
    room_id: string;
    /** A place in the room's order; 0 is before the first event. */
    after_rev: number;
  }[];
  /** Whether to tell the read marks of rooms in which nothing came, too. */
  marks?: boolean | undefined;
  /** Whether to tell first names: of rooms with 100 members in all, the first first. */
  names?: boolean | undefined;
}

export interface GetPinsPayload {
  room_id: string;
  cursor?: string | undefined;
}

export interface GetMembersPayload {
  room_id: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface AddMembersPayload {
  room_id: string;
  user_ids: string[];
}

export interface RemoveMemberPayload {
  room_id: string;
  user_id: string;
}

export interface UpdateRoomPayload {
  room_id: string;
  /** Up to 100 characters. */
  room_name?: string | undefined;
  /** Up to 512 characters. */
  image_url?: string | undefined;
}

export interface ReactMessagePayload {
  room_id: string;
  message_id: string;
  /** One emoji. */
  reaction: string;
  /** True puts it on the message, false takes it off. */
  on: boolean;
  user_id?: string | undefined;
}

export interface CreateUploadPayload {
  /** The file's own name. Up to 255 characters. */
  name: string;
  /** The file's media type, as in `image/png`; `application/octet-stream` if it is unknown. */
  content_type: string;
  /** In bytes. */
  size: number;
  room_id: string;
}

export interface GetDownloadPayload {
  room_id: string;
  /** The attachment's. */
  key: string;
}

export type PingPayload = Record<string, never>;

/** The fields that a client sends beside `action`, by the action's name. */
export interface Payloads {
  /** Lists the caller's rooms, and remembers the caller's first name. */
  connectRooms: ConnectRoomsPayload;
  /** Stores a message in a room and sends it to the members. */
  sendMessage: SendMessagePayload;
  /** Tells the members that the caller is writing. */
  typing: TypingPayload;
  /** Finds or makes a conversation with the recipients, and sends its message. */
  sendNewMessage: SendNewMessagePayload;
  /** Makes a group; the caller is a member and its owner. */
  createGroup: CreateGroupPayload;
  /** Erases a message: one's own, or any as the group's owner. */
  deleteMessage: DeleteMessagePayload;
  /** Replaces the text of one's own message. */
  editMessage: EditMessagePayload;
  /** Moves the caller's read mark forward to a message, never back. */
  messageSeen: MessageSeenPayload;
  /** Pins a message in its room, or unpins it. */
  pinMessage: PinMessagePayload;
  /** Reads a page of a room's history, by default the newest one. */
  getMessages: GetMessagesPayload;
  /** Replays what the caller missed of up to 50 rooms. */
  sync: SyncPayload;
  /** Lists the pinned messages of a room, newest pin first. */
  getPins: GetPinsPayload;
  /** Lists the members of a room, in the order of their ids. */
  getMembers: GetMembersPayload;
  /** Adds people to a group; any member may. */
  addMembers: AddMembersPayload;
  /** Takes somebody out of a group, as its owner, or leaves it. */
  removeMember: RemoveMemberPayload;
  /** Gives a group another name or picture, as its owner. */
  updateRoom: UpdateRoomPayload;
  /** Puts an emoji of the caller's on a message, or takes it off. */
  reactMessage: ReactMessagePayload;
  /** Gives a member of a room leave to upload one file, for a message of theirs to name. */
  createUpload: CreateUploadPayload;
  /** Tells a member of a room where one of its files can be downloaded. */
  getDownload: GetDownloadPayload;
  /** Keeps the connection open, and tells the server's time. */
  ping: PingPayload;
}

/** The `data` of the event that answers an action. */
export interface Replies {
  /** Lists the caller's rooms, and remembers the caller's first name. */
  connectRooms: ConnectRoomsData;
  /** Stores a message in a room and sends it to the members. */
  sendMessage: MessageOrTombstone;
  /** Tells the members that the caller is writing. */
  typing: TypingData;
  /** Finds or makes a conversation with the recipients, and sends its message. */
  sendNewMessage: FirstMessage;
  /** Makes a group; the caller is a member and its owner. */
  createGroup: Group;
  /** Erases a message: one's own, or any as the group's owner. */
  deleteMessage: DeleteData;
  /** Replaces the text of one's own message. */
  editMessage: EditedData;
  /** Moves the caller's read mark forward to a message, never back. */
  messageSeen: SeenData;
  /** Pins a message in its room, or unpins it. */
  pinMessage: PinMessageData;
  /** Reads a page of a room's history, by default the newest one. */
  getMessages: MessagePage;
  /** Replays what the caller missed of up to 50 rooms. */
  sync: SyncData;
  /** Lists the pinned messages of a room, newest pin first. */
  getPins: PinsData;
  /** Lists the members of a room, in the order of their ids. */
  getMembers: MemberPage;
  /** Adds people to a group; any member may. */
  addMembers: MembersAddedData;
  /** Takes somebody out of a group, as its owner, or leaves it. */
  removeMember: MemberRemovedData;
  /** Gives a group another name or picture, as its owner. */
  updateRoom: RoomUpdatedData;
  /** Puts an emoji of the caller's on a message, or takes it off. */
  reactMessage: ReactionData;
  /** Gives a member of a room leave to upload one file, for a message of theirs to name. */
  createUpload: UploadData;
  /** Tells a member of a room where one of its files can be downloaded. */
  getDownload: DownloadData;
  /** Keeps the connection open, and tells the server's time. */
  ping: PongData;
}

export type ActionName = keyof Payloads;

export type PayloadInput<Name extends ActionName> = Payloads[Name];

export type EventData<Name extends ActionName> = Replies[Name];

/** The fields of every frame that the server sends. */
export interface ServerFrame {
  event: string;
  /** Names one request; only the reply to it carries it. Up to 64 characters. */
  request_id?: string | undefined;
  data: unknown;
  next_cursor?: string | undefined;
}
