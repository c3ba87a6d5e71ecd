// Generated from protocol/: `npm run protocol-types`. Do not edit.
//
// The types of the protocol's schemas, by name and without zod: the package's declarations must not depend on it.

/** A message as members receive it. */
export interface Message {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  /** Passed on; the server does not use them. If they are absent, members receive the room's other members here. */
  recipients?: Recipient[] | undefined;
  isStoryReply: boolean;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message: Record<string, unknown>;
  /** Up to 100 characters. */
  message_type: string;
  /** At most 8192 bytes when encoded as JSON. */
  attachments: (Record<string, unknown> | string)[];
  /** As the sender sent it. Up to 100 characters. */
  first_name?: string | undefined;
  /** As the sender sent it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The time of the sender's clock, passed on unchanged. The server does not use it. Up to 100 characters. */
  dateCreated?: string | undefined;
  _id: string;
  room_id: string;
  sender_id: string;
  /** The message's number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  edited_at?: string | undefined;
  /** In the order in which they were added. Absent if there are none. */
  reactions?: ReactionCount[] | undefined;
  /** Absent: the message is not deleted. */
  deleted?: false | undefined;
}

/** The tombstone of a deleted message, in its place. */
export interface Tombstone {
  _id: string;
  room_id: string;
  sender_id: string;
  /** The message's number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  /** The message was deleted; this is its tombstone. */
  deleted: true;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  deleted_at: string;
}

/** The current state of a message: with `deleted`, it is a tombstone. */
export type MessageOrTombstone = Tombstone | Message;

/** The message of a `sendNewMessage`, with its room. */
export type FirstMessage =
  | {
      _id: string;
      room_id: string;
      sender_id: string;
      /** The message's number among the room's messages: 1, 2, 3, … */
      seq: number;
      /** The event's number in the room's log: 1, 2, 3, … without gaps. */
      rev: number;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      created_at: string;
      /** The message was deleted; this is its tombstone. */
      deleted: true;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      deleted_at: string;
      room: Room;
      /** Up to 100 characters. */
      user_name?: string | undefined;
    }
  | {
      /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
      message: string;
      /** Passed on; the server does not use them. If they are absent, members receive the room's other members here. */
      recipients?: Recipient[] | undefined;
      isStoryReply: boolean;
      /** At most 4096 bytes when encoded as JSON. */
      reply_message: Record<string, unknown>;
      /** Up to 100 characters. */
      message_type: string;
      /** At most 8192 bytes when encoded as JSON. */
      attachments: (Record<string, unknown> | string)[];
      /** As the sender sent it. Up to 100 characters. */
      first_name?: string | undefined;
      /** As the sender sent it. Up to 100 characters. */
      last_name?: string | undefined;
      /** The time of the sender's clock, passed on unchanged. The server does not use it. Up to 100 characters. */
      dateCreated?: string | undefined;
      _id: string;
      room_id: string;
      sender_id: string;
      /** The message's number among the room's messages: 1, 2, 3, … */
      seq: number;
      /** The event's number in the room's log: 1, 2, 3, … without gaps. */
      rev: number;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      created_at: string;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      edited_at?: string | undefined;
      /** In the order in which they were added. Absent if there are none. */
      reactions?: ReactionCount[] | undefined;
      /** Absent: the message is not deleted. */
      deleted?: false | undefined;
      room: Room;
      /** Up to 100 characters. */
      user_name?: string | undefined;
    };

/** A pinned message, with the user who pinned it and the time. */
export interface PinnedMessage {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  /** Passed on; the server does not use them. If they are absent, members receive the room's other members here. */
  recipients?: Recipient[] | undefined;
  isStoryReply: boolean;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message: Record<string, unknown>;
  /** Up to 100 characters. */
  message_type: string;
  /** At most 8192 bytes when encoded as JSON. */
  attachments: (Record<string, unknown> | string)[];
  /** As the sender sent it. Up to 100 characters. */
  first_name?: string | undefined;
  /** As the sender sent it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The time of the sender's clock, passed on unchanged. The server does not use it. Up to 100 characters. */
  dateCreated?: string | undefined;
  _id: string;
  room_id: string;
  sender_id: string;
  /** The message's number among the room's messages: 1, 2, 3, … */
  seq: number;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  edited_at?: string | undefined;
  /** In the order in which they were added. Absent if there are none. */
  reactions?: ReactionCount[] | undefined;
  /** Absent: the message is not deleted. */
  deleted?: false | undefined;
  pinned_by: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  pinned_at: string;
  /** The `rev` of the pin. */
  pinned_rev: number;
}

/** The newest message of a room, shortened. */
export type LastMessage =
  | {
      _id: string;
      sender_id: string;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      created_at: string;
      /** The message was deleted; this is its tombstone. */
      deleted: true;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      deleted_at: string;
    }
  | {
      _id: string;
      sender_id: string;
      /** ISO 8601, UTC, with milliseconds, from the server's clock. */
      created_at: string;
      first_name?: string | undefined;
      message_type: string;
      /** The first 200 characters. */
      message: string;
      /** Absent: the message is not deleted. */
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
  /** Members added and removed, changes of name and picture, and new pins, before, between and after the messages, oldest first. */
  events?: HistoryEvent[] | undefined;
  has_more: boolean;
  /** `before_rev` of the next page. */
  next_before_rev?: number | undefined;
  /** `after_rev` of the next page. */
  next_after_rev?: number | undefined;
  /** The messages include every change up to this `rev`. From that of the newest page, `sync` continues. */
  rev: number;
}

/** A user, with `first_name` if they have given one. */
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
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  member_count: number;
  /** In a peer-to-peer room: both users. */
  recipients?: Person[] | undefined;
}

/** A room in a member's list. */
export interface ListedRoom {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  member_count: number;
  /** In a peer-to-peer room: both users. */
  recipients?: Person[] | undefined;
  /** The newest message of a room, shortened. */
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
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  member_count: number;
  /** The members' ids; absent in a large group. */
  recipients?: string[] | undefined;
}

/** For new members of a group: the group, and the user who added them. */
export interface JoinedGroup {
  _id: string;
  /** Up to 100 characters. */
  room_name: string;
  type: "peer-to-peer" | "group-chat";
  /** Up to 512 characters. */
  image_url: string;
  creator_id: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  created_at: string;
  member_count: number;
  /** The members' ids; absent in a large group. */
  recipients?: string[] | undefined;
  /** The user who added them. */
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  added_at: string;
}

/** A member of a room. */
export interface Member {
  user_id: string;
  first_name?: string | undefined;
  role: "owner" | "member";
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  joined_at: string;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seen_seq: number;
  online: boolean;
  /** The time at which their last connection ended, if they are offline. */
  last_seen_at?: string | undefined;
}

/** A page of a room's members, in the order of their ids. */
export interface MemberPage {
  room_id: string;
  members: Member[];
  /** For the next page; absent on the last one. */
  next_cursor?: string | undefined;
}

/** A member's read mark. */
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

/** An event of a room between its messages. */
export type HistoryEvent =
  | { event: "members_added"; data: MembersAddedData }
  | { event: "member_removed"; data: MemberRemovedData }
  | { event: "room_updated"; data: RoomUpdatedData }
  | { event: "pin_message"; data: PinMessageData };

/** The missed events of a room. */
export interface CaughtUp {
  room_id: string;
  events?: RoomEvent[] | undefined;
  /** The new cursor: all events up to it are included. */
  rev?: number | undefined;
  has_more?: boolean | undefined;
  /** False: some missed events cannot be replayed; load the history. */
  recovered: boolean;
  /** The read marks of the members, on the last page; not of large rooms. */
  marks?: ReadMark[] | undefined;
  /** The members' current names, on the last page of a request with `names`. */
  names?: Person[] | undefined;
}

/** Why a request was refused. */
export interface ErrorData {
  code: ErrorCode;
  /** A description, for people. */
  message: string;
  action?: string | undefined;
  /** Whether the same request may succeed when it is sent again. */
  retryable: boolean;
  issues?: Issue[] | undefined;
  retry_after_ms?: number | undefined;
  /** The id with which an operator finds the failure in the logs. */
  reference?: string | undefined;
}

/** The error code, for programs. */
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
  /** The key of the stored file, for `getDownload`. */
  key: string;
  /** The name of the file. Up to 255 characters. */
  name: string;
  /** The file's media type, as in `image/png`; `application/octet-stream` if it is unknown. */
  content_type: string;
  /** In bytes. */
  size: number;
}

/** An emoji on a message, and the members who reacted with it. */
export interface ReactionCount {
  reaction: string;
  /** The number of members who have reacted with it. */
  count: number;
  /** Their ids, in the order of their reactions; only the first of very many. */
  user_ids: string[];
}

export type ConnectRoomsData = ListedRoom[];

/** A member is typing. */
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
  /** The user who deleted it. */
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  deleted_at: string;
}

/** A message was edited. */
export interface EditedData {
  message_id: string;
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message: string;
  room_id: string;
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  edited_at: string;
}

/** A read mark: `user_id` has seen everything up to `seq`. */
export interface SeenData {
  message_id?: string | undefined;
  /** A read mark: the `seq` of the last message seen, or 0. */
  seq: number;
  room_id: string;
  user_id: string;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  seen_at: string;
}

/** A message was pinned or unpinned. */
export interface PinMessageData {
  /** The id of the message. */
  _id: string;
  room_id: string;
  /** True pins the message, false unpins it. */
  pin_message: boolean;
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  pinned_at: string;
}

export type SyncData = CaughtUp[];

export type PinsData = PinnedMessage[];

/** Users were added to a group. */
export interface MembersAddedData {
  room_id: string;
  user_ids: string[];
  member_count: number;
  /** The user who added them. */
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  added_at: string;
}

/** A member was removed from a group, or left it. */
export interface MemberRemovedData {
  room_id: string;
  user_id: string;
  removed_by: string;
  member_count: number;
  /** The new owner of the group, if the owner left. */
  owner_id?: string | undefined;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  removed_at: string;
}

/** The name or picture of a group was changed. */
export interface RoomUpdatedData {
  room_id: string;
  /** Up to 100 characters. */
  room_name?: string | undefined;
  /** Up to 512 characters. */
  image_url?: string | undefined;
  user_id: string;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  updated_at: string;
}

/** A reaction was added to a message, or removed. */
export interface ReactionData {
  room_id: string;
  message_id: string;
  reaction: string;
  /** True adds the reaction, false removes it. */
  on: boolean;
  user_id: string;
  /** The number of members who have reacted with it now. */
  count: number;
  /** The event's number in the room's log: 1, 2, 3, … without gaps. */
  rev: number;
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  reacted_at: string;
}

/** Permission to upload a file. */
export interface UploadData {
  /** A `multipart/form-data` form, as its URL and fields. It can store only this file. */
  upload: {
    /** The URL to which to POST the form. */
    url: string;
    /** All fields of the form. Add `file`, the content, as the last one. */
    fields: Record<string, string>;
  };
  attachment: Attachment;
  /** The time until which the upload may begin. */
  expires_at: string;
}

/** The URL of a file. */
export interface DownloadData {
  /** The URL for a GET. It needs no token: anyone who has it can download the file. */
  url: string;
  /** The time until which the download may begin. */
  expires_at: string;
}

/** The answer to `ping`. */
export interface PongData {
  /** ISO 8601, UTC, with milliseconds, from the server's clock. */
  server_time: string;
}

export interface ConnectRoomsPayload {
  user_id?: string | undefined;
  /** Stored, and shown to others. An empty text removes the stored name. Up to 100 characters. */
  first_name?: string | undefined;
  /** The `next_cursor` of the previous page. */
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface SendMessagePayload {
  /** At most 25000 bytes when encoded as JSON. Up to 8000 characters. */
  message?: string | undefined;
  /** Passed on; the server does not use them. If they are absent, members receive the room's other members here. */
  recipients?: { _id: string; msg_seen?: boolean | "" | undefined }[] | undefined;
  isStoryReply?: boolean | undefined;
  /** At most 4096 bytes when encoded as JSON. */
  reply_message?: Record<string, unknown> | undefined;
  /** Up to 100 characters. */
  message_type?: string | undefined;
  /** At most 8192 bytes when encoded as JSON. */
  attachments?: (Record<string, unknown> | string)[] | undefined;
  /** As the sender sent it. Up to 100 characters. */
  first_name?: string | undefined;
  /** As the sender sent it. Up to 100 characters. */
  last_name?: string | undefined;
  /** The time of the sender's clock, passed on unchanged. The server does not use it. Up to 100 characters. */
  dateCreated?: string | undefined;
  /** Chosen by the client: a message that is sent again with the same id is stored only once. */
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
    /** Passed on; the server does not use them. If they are absent, members receive the room's other members here. */
    recipients?: { _id: string; msg_seen?: boolean | "" | undefined }[] | undefined;
    isStoryReply?: boolean | undefined;
    /** At most 4096 bytes when encoded as JSON. */
    reply_message?: Record<string, unknown> | undefined;
    /** Up to 100 characters. */
    message_type?: string | undefined;
    /** At most 8192 bytes when encoded as JSON. */
    attachments?: (Record<string, unknown> | string)[] | undefined;
    /** As the sender sent it. Up to 100 characters. */
    first_name?: string | undefined;
    /** As the sender sent it. Up to 100 characters. */
    last_name?: string | undefined;
    /** The time of the sender's clock, passed on unchanged. The server does not use it. Up to 100 characters. */
    dateCreated?: string | undefined;
    /** Chosen by the client: a message that is sent again with the same id is stored only once. */
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
  /** The id of this edit, chosen by the client: a repeat with the same id changes nothing. Up to 64 characters. */
  edit_id?: string | undefined;
}

export interface MessageSeenPayload {
  message_id?: string | undefined;
  seq?: number | undefined;
  room_id: string;
  user_id?: string | undefined;
}

export interface PinMessagePayload {
  /** The id of the message. */
  _id: string;
  room_id: string;
  /** True pins the message, false unpins it. */
  pin_message: boolean;
  user_id?: string | undefined;
}

export interface GetMessagesPayload {
  room_id: string;
  /** A position in the room's log; 0 is before the first event. */
  before_rev?: number | undefined;
  /** A position in the room's log; 0 is before the first event. */
  after_rev?: number | undefined;
  /** Whether to return other events too: members added and removed, changes of name and picture, new pins. */
  events?: boolean | undefined;
  limit?: number | undefined;
}

export interface SyncPayload {
  rooms: {
    room_id: string;
    /** A position in the room's log; 0 is before the first event. */
    after_rev: number;
  }[];
  /** Whether to return the read marks of rooms without new events, too. */
  marks?: boolean | undefined;
  /** Whether to return first names: for the rooms in the order of the request, up to 100 users together. A room that does not fit is left out. */
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
  /** True adds the reaction, false removes it. */
  on: boolean;
  user_id?: string | undefined;
}

export interface CreateUploadPayload {
  /** The name of the file. Up to 255 characters. */
  name: string;
  /** The file's media type, as in `image/png`; `application/octet-stream` if it is unknown. */
  content_type: string;
  /** In bytes. */
  size: number;
  room_id: string;
}

export interface GetDownloadPayload {
  room_id: string;
  /** The `key` of the attachment. */
  key: string;
}

export type PingPayload = Record<string, never>;

/** The fields that a client sends beside `action`, by the action's name. */
export interface Payloads {
  /** Lists the caller's rooms, and stores the caller's first name. */
  connectRooms: ConnectRoomsPayload;
  /** Stores a message in a room and sends it to the members. */
  sendMessage: SendMessagePayload;
  /** Notifies the members that the caller is typing. */
  typing: TypingPayload;
  /** Sends a message to users: in the room of the pair, which is created if there is none yet, or in a new group. */
  sendNewMessage: SendNewMessagePayload;
  /** Creates a group; the caller is its owner and a member. */
  createGroup: CreateGroupPayload;
  /** Deletes the caller's message, or any message of a group that the caller owns. */
  deleteMessage: DeleteMessagePayload;
  /** Replaces the text of the caller's message. */
  editMessage: EditMessagePayload;
  /** Moves the caller's read mark forward to a message, never back. */
  messageSeen: MessageSeenPayload;
  /** Pins a message in its room, or unpins it. */
  pinMessage: PinMessagePayload;
  /** Reads a page of a room's history, by default the newest one. */
  getMessages: GetMessagesPayload;
  /** Replays the events that the caller missed in up to 50 rooms. */
  sync: SyncPayload;
  /** Lists the pinned messages of a room, newest pin first. */
  getPins: GetPinsPayload;
  /** Lists the members of a room, in the order of their ids. */
  getMembers: GetMembersPayload;
  /** Adds users to a group. Any member may do this. */
  addMembers: AddMembersPayload;
  /** Removes a member from a group that the caller owns, or leaves the group. */
  removeMember: RemoveMemberPayload;
  /** Changes the name or the picture of a group that the caller owns. */
  updateRoom: UpdateRoomPayload;
  /** Adds the caller's reaction to a message, or removes it. */
  reactMessage: ReactMessagePayload;
  /** Returns a form with which the caller, a member of the room, can upload one file for a later message of theirs. */
  createUpload: CreateUploadPayload;
  /** Returns a URL from which a member of the room can download one of its files. */
  getDownload: GetDownloadPayload;
  /** Keeps the connection open, and returns the server's time. */
  ping: PingPayload;
}

/** The `data` of the event that answers an action. */
export interface Replies {
  /** Lists the caller's rooms, and stores the caller's first name. */
  connectRooms: ConnectRoomsData;
  /** Stores a message in a room and sends it to the members. */
  sendMessage: MessageOrTombstone;
  /** Notifies the members that the caller is typing. */
  typing: TypingData;
  /** Sends a message to users: in the room of the pair, which is created if there is none yet, or in a new group. */
  sendNewMessage: FirstMessage;
  /** Creates a group; the caller is its owner and a member. */
  createGroup: Group;
  /** Deletes the caller's message, or any message of a group that the caller owns. */
  deleteMessage: DeleteData;
  /** Replaces the text of the caller's message. */
  editMessage: EditedData;
  /** Moves the caller's read mark forward to a message, never back. */
  messageSeen: SeenData;
  /** Pins a message in its room, or unpins it. */
  pinMessage: PinMessageData;
  /** Reads a page of a room's history, by default the newest one. */
  getMessages: MessagePage;
  /** Replays the events that the caller missed in up to 50 rooms. */
  sync: SyncData;
  /** Lists the pinned messages of a room, newest pin first. */
  getPins: PinsData;
  /** Lists the members of a room, in the order of their ids. */
  getMembers: MemberPage;
  /** Adds users to a group. Any member may do this. */
  addMembers: MembersAddedData;
  /** Removes a member from a group that the caller owns, or leaves the group. */
  removeMember: MemberRemovedData;
  /** Changes the name or the picture of a group that the caller owns. */
  updateRoom: RoomUpdatedData;
  /** Adds the caller's reaction to a message, or removes it. */
  reactMessage: ReactionData;
  /** Returns a form with which the caller, a member of the room, can upload one file for a later message of theirs. */
  createUpload: UploadData;
  /** Returns a URL from which a member of the room can download one of its files. */
  getDownload: DownloadData;
  /** Keeps the connection open, and returns the server's time. */
  ping: PongData;
}

export type ActionName = keyof Payloads;

export type PayloadInput<Name extends ActionName> = Payloads[Name];

export type EventData<Name extends ActionName> = Replies[Name];

/** The fields of every frame that the server sends. */
export interface ServerFrame {
  event: string;
  /** The id of a request. Only the reply to the request has it. Up to 64 characters. */
  request_id?: string | undefined;
  data: unknown;
  next_cursor?: string | undefined;
}
