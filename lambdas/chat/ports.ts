// What the rules need from storage. `store/` implements it. Any method may fail as the
// database does; whether that is worth a repeat is for the runtime to say.

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
  /** A room that is ready, with all its members, however many; read consistently, the room before its members. */
  read(roomId: string): Promise<WholeRoom | undefined>;
  /** The same for a user, if they are a member; of a large room no more than their own membership. */
  readFor(roomId: string, userId: string): Promise<RoomView | undefined>;
  /** A room that is ready, without its members; read consistently. */
  room(roomId: string): Promise<Room | undefined>;
  /** Those of the rooms that are ready, each with the user's membership in it; read consistently, in one request. */
  memberships(userId: string, roomIds: readonly string[]): Promise<Map<string, Membership>>;
  /** The memberships of these users, as far as there are any; read consistently. */
  members(roomId: string, userIds: readonly string[]): Promise<Map<string, Member>>;
  /** Up to `limit` members in the order of their ids, from behind `after` on, and where to go on if there are more. */
  membersAfter(
    roomId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ members: Member[]; next?: string }>;
  /** The user's last removal from each of the rooms that they were ever removed from. */
  removals(userId: string, roomIds: readonly string[]): Promise<Map<string, Removal>>;
  /** Puts the room in state `making` unless its id is taken, and says what stands there. */
  begin(room: Room, roster: string): Promise<RoomCreation>;
  /** Writes the memberships that are missing; one that is there stays as it is. */
  enlist(roomId: string, members: readonly Member[]): Promise<void>;
  /** Ends the making. Nothing changes if it has ended already. */
  ready(roomId: string): Promise<void>;
  /**
   * Moves a read mark forward, and makes a charge on the member's bucket with it. False if the mark is there already, or
   * beyond, or nobody's; the charge is made nevertheless.
   */
  markSeen(
    roomId: string,
    userId: string,
    to: { readonly seq: number },
    charge?: Charge,
  ): Promise<boolean>;
}

/** The room that `begin` found or put. `roster` is a digest of the members it is being made with. */
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
  /** Puts an entry into its slot. If that is taken, the answer says by which entry, where the database tells. */
  put(roomId: string, entry: Entry): Promise<{ isPut: boolean; existing?: Entry }>;
  /** The entries after `rev`, up to the first gap or `limit`; read consistently. */
  after(roomId: string, rev: number, limit?: number): Promise<Entry[]>;
  /** The entries after `rev` that are there, gaps or not; `limit` at most, read consistently. */
  stored(roomId: string, rev: number, limit: number): Promise<Entry[]>;
  /** The newest entries before `rev`, or of all, the newest first; `limit` at most, read consistently. */
  before(roomId: string, rev: number | undefined, limit: number): Promise<Entry[]>;
  /** The message at `rev`, if that is what is there; read consistently. */
  message(roomId: string, rev: number): Promise<StoredMessage | undefined>;
  /** The messages at these positions, by room and `rev`; read consistently. */
  messages(wanted: readonly LogPosition[]): Promise<Map<string, Map<number, StoredMessage>>>;
  /** The rooms whose logs hold nothing after these positions, since a log has no holes. It may lag by an instant. */
  endedAt(positions: readonly LogPosition[]): Promise<Set<string>>;
  /** Applies an entry to its targets, once, however often it is called. False if that changed nothing. */
  apply(roomId: string, entry: Entry<ChangeEvent>): Promise<boolean>;
  /**
   * Brings the room up to an entry, with what that changes of the room itself, unless it is there or beyond; and has it
   * forget periods of the log.
   */
  advance(roomId: string, entry: Entry, forget?: readonly Era[]): Promise<void>;
}

/** An emoji of a user's on a message. */
export interface ReactionKey {
  readonly roomId: string;
  readonly messageRev: number;
  readonly reaction: string;
  readonly userId: string;
}

export interface Messages {
  /** Claims a chosen id unless it is claimed, and says whose it is. */
  claim(roomId: string, id: string, claim: Claim): Promise<Claim & { isNew: boolean }>;
  claimed(roomId: string, id: string): Promise<Claim | undefined>;
  /** Moves a claim's `base` past entries that are known not to hold its message. */
  rebase(roomId: string, id: string, base: number): Promise<void>;
  /**
   * Notes of an edit by the id that its client gave it which edit of the message stood before it, unless that has been
   * noted. Gives the rev that is noted. The note may go when its message expires.
   */
  noteEdit(
    roomId: string,
    rev: number,
    editId: string,
    editRevBefore: number,
    expiresAt?: number,
  ): Promise<number>;
  /** Lays an edit's text on the message, to wait for its entry. False if the message is deleted. */
  propose(roomId: string, rev: number, text: string, nonce: string): Promise<boolean>;
  /** All pins of a room, those lately taken off among them. */
  pins(roomId: string): Promise<Pin[]>;
  pin(roomId: string, messageRev: number): Promise<Pin | undefined>;
  /** What a user did last with an emoji on a message. */
  reaction(key: ReactionKey): Promise<Reaction | undefined>;
}

/** What a list says of its rooms beside the rooms themselves. */
export interface Details {
  /** The user's memberships, read consistently; a room without one was left. */
  readonly members: Map<string, Member>;
  readonly messages: Map<string, StoredMessage>;
  readonly firstNames: Map<string, string>;
}

export interface RoomList {
  /** Every room that a user is in, in no order. It may lag by an instant, and name one that was just left. */
  ofUser(userId: string): Promise<Room[]>;
  /** Those of the rooms that are ready, in no order; it may lag by an instant. */
  some(roomIds: readonly string[]): Promise<Room[]>;
  /**
   * Those of the rooms that are in the user's list. It may lag by an instant; and of a user in very many rooms it may
   * leave some out, to cost no more than a little for each.
   */
  among(userId: string, roomIds: readonly string[]): Promise<Set<string>>;
  /** Keeps an order of rooms until a time in epoch milliseconds, or a little longer. */
  keep(userId: string, list: KeptList): Promise<void>;
  /** Up to `count` ids of a kept order, from a position on; nothing if it is kept no longer. */
  kept(userId: string, position: ListPosition, count: number): Promise<string[] | undefined>;
  /** A user's memberships in rooms, last messages of rooms, and first names of users, in as few reads as there can be. */
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

/** A position in a kept order of rooms. */
export interface ListPosition {
  readonly id: string;
  readonly at: number;
}

/** How far a large room's log has been told. */
export interface FanOutCursor {
  readonly rev: number;
  /** When the last fan-out began; 0 if there was none yet that told anything. */
  readonly at: number;
}

export interface LargeRooms {
  /**
   * Puts connections on a membership and takes others off, in one write. False if the membership has ended: then nothing
   * has changed.
   */
  join(
    roomId: string,
    userId: string,
    change: { readonly add: readonly Connection[]; readonly drop: readonly string[] },
  ): Promise<boolean>;
  /** The connections of those users who have any, read consistently. */
  online(userIds: readonly string[]): Promise<Map<string, readonly Connection[]>>;
  cursor(roomId: string): Promise<FanOutCursor | undefined>;
  /** Moves the cursor forward, unless it is there or beyond. */
  moveCursor(roomId: string, cursor: FanOutCursor): Promise<void>;
  /** Whether an error of these says that the database pushed back, so that it may be done later. */
  isPushedBack(error: unknown): boolean;
}

/** Buckets of tokens; see limits.ts. */
export interface Buckets {
  /**
   * Takes a charge out of a user's bucket, exactly, and remembers a first name with it, or forgets it if that is empty. If the bucket does not hold as
   * much, nothing changes, and it says when that is full again.
   */
  take(
    userId: string,
    bucket: UserBucket,
    charge: Charge,
    firstName?: string,
  ): Promise<number | undefined>;
  /** Takes out of a user's bucket what it does not hold, too. */
  drain(userId: string, bucket: UserBucket, charge: Charge): Promise<void>;
  /** Takes out of a member's bucket of a room what it does not hold, too. */
  chargeMember(roomId: string, userId: string, charge: Charge): Promise<void>;
}

export interface Store {
  readonly rooms: Rooms;
  readonly log: Log;
  readonly messages: Messages;
  readonly roomList: RoomList;
  readonly buckets: Buckets;
  readonly largeRooms: LargeRooms;
  /** Users with their connections, eventually consistent; those never heard of have none. */
  users(ids: readonly string[]): Promise<User[]>;
}
