// The ports of storage, implemented by `store/`. Any method may fail with the database's errors; the runtime decides
// which of them are temporary.

import type { Charge, UserBucket } from "./tokens.ts";
import type {
  ChangeEvent,
  Claim,
  Connection,
  Removal,
  Entry,
  Era,
  Member,
  Pin,
  Membership,
  Reaction,
  Room,
  RoomView,
  WholeRoom,
  StoredMessage,
  User,
} from "./model.ts";

export interface Rooms {
  /** A ready room with all its members, however many; read consistently, the room before its members. */
  read(roomId: string): Promise<WholeRoom | undefined>;
  /** The same for a user, if they are a member; of a large room's memberships only their own. */
  readFor(roomId: string, userId: string): Promise<RoomView | undefined>;
  /** A ready room without its members; read consistently. */
  room(roomId: string): Promise<Room | undefined>;
  /** The ready ones of these rooms, each with the user's membership if any; read consistently, in one request. */
  memberships(userId: string, roomIds: readonly string[]): Promise<Map<string, Membership>>;
  /** The memberships of these users that exist; read consistently. */
  members(roomId: string, userIds: readonly string[]): Promise<Map<string, Member>>;
  /** Up to `limit` members in the order of their ids, after `after`; `next` is set if there are more. */
  membersAfter(
    roomId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ members: Member[]; next?: string }>;
  /** The user's last removal from each of these rooms, if there was one. */
  removals(userId: string, roomIds: readonly string[]): Promise<Map<string, Removal>>;
  /** Puts the room in state `making` unless its id is taken. Returns the stored room. */
  begin(room: Room, roster: string): Promise<RoomCreation>;
  /** Writes the missing memberships; existing ones stay as they are. */
  enlist(roomId: string, members: readonly Member[]): Promise<void>;
  /** Sets the room ready. Does nothing if it is. */
  ready(roomId: string): Promise<void>;
  /**
   * Moves a read mark forward, and charges the member's bucket in the same write. Returns false if the mark is already
   * there or beyond, or if there is no membership; a member is charged nevertheless.
   */
  markSeen(
    roomId: string,
    userId: string,
    to: { readonly seq: number },
    charge?: Charge,
  ): Promise<boolean>;
}

/** The room that `begin` put or found. `roster` is a digest of the members of the attempt that put it. */
export interface RoomCreation {
  readonly room: Room;
  readonly roster: string;
  readonly isReady: boolean;
}

/** A position in a room's log. */
export interface LogPosition {
  readonly roomId: string;
  readonly rev: number;
}

export interface Log {
  /** Puts an entry into its slot. If the slot is taken, `existing` is its entry, if the database returns it. */
  put(roomId: string, entry: Entry): Promise<{ isPut: boolean; existing?: Entry }>;
  /** The entries after `rev`, up to the first gap or `limit`; read consistently. */
  after(roomId: string, rev: number, limit?: number): Promise<Entry[]>;
  /** The existing entries after `rev`, across gaps; at most `limit`, read consistently. */
  stored(roomId: string, rev: number, limit: number): Promise<Entry[]>;
  /** The newest entries before `rev`, or of the whole log, newest first; at most `limit`, read consistently. */
  before(roomId: string, rev: number | undefined, limit: number): Promise<Entry[]>;
  /** The message at `rev`; undefined if the entry is not a message. Read consistently. */
  message(roomId: string, rev: number): Promise<StoredMessage | undefined>;
  /** The messages at these positions, by room and `rev`; read consistently. */
  messages(wanted: readonly LogPosition[]): Promise<Map<string, Map<number, StoredMessage>>>;
  /** The rooms whose logs end at these positions, as the empty slot after each shows. May lag briefly. */
  endedAt(positions: readonly LogPosition[]): Promise<Set<string>>;
  /** Applies an entry to its targets. Idempotent. Returns false if nothing changed. */
  apply(roomId: string, entry: Entry<ChangeEvent>): Promise<boolean>;
  /**
   * Moves the room's head to an entry and makes the entry's change to the room, unless the head is there or beyond.
   * Removes the periods in `forget`.
   */
  advance(roomId: string, entry: Entry, forget?: readonly Era[]): Promise<void>;
}

/** A user's emoji on a message. */
export interface ReactionKey {
  readonly roomId: string;
  readonly messageRev: number;
  readonly reaction: string;
  readonly userId: string;
}

export interface Messages {
  /** Claims a chosen id unless it is claimed. Returns the stored claim. */
  claim(roomId: string, id: string, claim: Claim): Promise<Claim & { isNew: boolean }>;
  claimed(roomId: string, id: string): Promise<Claim | undefined>;
  /** Moves a claim's `base` past entries that are known not to hold its message. */
  rebase(roomId: string, id: string, base: number): Promise<void>;
  /**
   * Notes, under the id that the client gave an edit, the message's previous edit, unless there is a note. Returns the
   * noted rev. The note may expire with the message.
   */
  noteEdit(
    roomId: string,
    rev: number,
    editId: string,
    editRevBefore: number,
    expiresAt?: number,
  ): Promise<number>;
  /** Stores an edit's text as pending on the message until the entry is applied. False if the message is deleted. */
  propose(roomId: string, rev: number, text: string, nonce: string): Promise<boolean>;
  /** All pins of a room, including the markers of removed ones. */
  pins(roomId: string): Promise<Pin[]>;
  pin(roomId: string, messageRev: number): Promise<Pin | undefined>;
  /** A user's last change of an emoji on a message. */
  reaction(key: ReactionKey): Promise<Reaction | undefined>;
}

/** The data of a list of rooms that is not in the rooms' items. */
export interface Details {
  /** The user's memberships, read consistently. A room without one is a room that they have left. */
  readonly members: Map<string, Member>;
  readonly messages: Map<string, StoredMessage>;
  readonly firstNames: Map<string, string>;
}

export interface RoomList {
  /** Every room of a user, in no order. May lag briefly, and so include one that was just left. */
  ofUser(userId: string): Promise<Room[]>;
  /** The ready ones of these rooms, in no order. May lag briefly. */
  some(roomIds: readonly string[]): Promise<Room[]>;
  /**
   * The ones of these rooms that are in the user's list. May lag briefly. For a user in very many rooms it may leave
   * some out, which limits its cost.
   */
  among(userId: string, roomIds: readonly string[]): Promise<Set<string>>;
  /** Stores an order of rooms until a time in epoch milliseconds, or a little longer. */
  keep(userId: string, list: KeptList): Promise<void>;
  /** Up to `count` ids of a stored order, from a position on; undefined if it has expired. */
  kept(userId: string, position: ListPosition, count: number): Promise<string[] | undefined>;
  /** A user's memberships in rooms, last messages of rooms, and first names of users, in as few reads as possible. */
  details(wanted: {
    member: { userId: string; roomIds: readonly string[] };
    messages: readonly LogPosition[];
    users: readonly string[];
  }): Promise<Details>;
}

export interface KeptList {
  readonly id: string;
  readonly roomIds: readonly string[];
  readonly until: number;
}

/** A position in a stored order of rooms. */
export interface ListPosition {
  readonly id: string;
  readonly at: number;
}

/** The entry of a large room's log up to which it has been delivered. */
export interface FanOutCursor {
  readonly rev: number;
  /** When the last fan-out began, in epoch milliseconds; 0 if none has delivered anything yet. */
  readonly at: number;
}

export interface LargeRooms {
  /**
   * Adds connections to a membership and removes others, in one write. Returns false, without a change, if the
   * membership has ended.
   */
  join(
    roomId: string,
    userId: string,
    change: { readonly add: readonly Connection[]; readonly drop: readonly string[] },
  ): Promise<boolean>;
  /** The connections of the users who have any; read consistently. */
  online(userIds: readonly string[]): Promise<Map<string, readonly Connection[]>>;
  cursor(roomId: string): Promise<FanOutCursor | undefined>;
  /** Moves the cursor forward. Does nothing if it is there or beyond. */
  moveCursor(roomId: string, cursor: FanOutCursor): Promise<void>;
  /** Whether an error of these methods is throttling, so that the call may be made later. */
  isPushedBack(error: unknown): boolean;
}

/** Buckets of tokens; see limits.ts. */
export interface Buckets {
  /**
   * Takes exactly a charge from a user's bucket. The same write remembers a first name, or deletes it if it is empty.
   * If the bucket holds too little, nothing changes; the result is the time at which it is full again, in epoch ms.
   */
  take(
    userId: string,
    bucket: UserBucket,
    charge: Charge,
    firstName?: string,
  ): Promise<number | undefined>;
  /** Charges a user's bucket, even below zero. */
  drain(userId: string, bucket: UserBucket, charge: Charge): Promise<void>;
  /** Charges a member's bucket of a room, even below zero. */
  chargeMember(roomId: string, userId: string, charge: Charge): Promise<void>;
}

export interface Store {
  readonly rooms: Rooms;
  readonly log: Log;
  readonly messages: Messages;
  readonly roomList: RoomList;
  readonly buckets: Buckets;
  readonly largeRooms: LargeRooms;
  /** Users with their connections; eventually consistent. Unknown users have no connections. */
  users(ids: readonly string[]): Promise<User[]>;
}
