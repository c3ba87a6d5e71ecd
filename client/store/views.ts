// The views that an application shows: one value per part of the state, the same object until that part changes.

import type { ChatError } from "../errors.ts";
import type { ConnectionChange } from "../events.ts";
import type { HistoryEvent } from "./history-events.ts";
import { MEMBERS_WITH_MARKS } from "./members.ts";
import { listMessages } from "./messages.ts";
import type { OptimisticMessage } from "./optimistic.ts";
import { reuseEqual } from "./readable.ts";
import { withOwnReaction } from "../reactions.ts";
import type { LoadStatus, PendingChange, PendingReaction, RoomState, Summary } from "./state.ts";
import { isDeleted, type Member, type Message } from "./types.ts";

/** The state of the connection. The other fields are set after the first change: see `ConnectionChange`. */
export type ConnectionView = Pick<ConnectionChange, "state"> & Partial<ConnectionChange>;

/** A room as lists show it. */
export interface RoomView extends Pick<Summary, "last_message" | "seq"> {
  readonly room_id: string;
  readonly info: Summary["info"];
  /** In a room of a pair: the other user. */
  readonly user_id: string | undefined;
  /** How many messages of others come after the user's read mark. */
  readonly unread_count: number;
  /** The user's newest message that is not stored yet. */
  readonly unsent: OptimisticMessage | undefined;
}

/** A stored message. `change`: the user's pending change. Its reactions include pending ones. */
export type SentMessage = Message & { readonly status: "sent"; readonly change?: PendingChange };

/** A message as it is shown; `status` says whether it is stored. */
export type MessageView = SentMessage | OptimisticMessage;

export interface MessagesView {
  /** Oldest first. Messages being sent follow the stored ones; failed ones keep their position. */
  readonly messages: readonly MessageView[];
  /** The events between the messages, in the order of `rev`: joins, leaves, names, pictures, pins. */
  readonly events: readonly HistoryEvent[];
  readonly status: LoadStatus;
  /** Why loading failed. */
  readonly error: ChatError | undefined;
  readonly has_older: boolean;
  readonly is_loading_older: boolean;
  /** The first message that was unread when the conversation was opened. */
  readonly first_unread_seq: number | undefined;
}

export const otherOf = ({ info }: Summary, me: string): string | undefined =>
  info.recipients?.find(({ _id }) => _id !== me)?._id;

/** Up to which `seq` the user has read. */
export const readUpTo = ({ marks, summary, read_up_to = 0 }: RoomState, me: string): number =>
  Math.max(marks.get(me) ?? 0, read_up_to, summary.baseline ?? 0);

export function viewRoom(
  state: RoomState,
  me: string,
  unsent: OptimisticMessage | undefined,
): RoomView {
  const { info, last_message, seq } = state.summary;
  return {
    room_id: info._id,
    info,
    last_message,
    seq,
    unsent,
    user_id: otherOf(state.summary, me),
    unread_count: Math.max(0, seq - readUpTo(state, me)),
  };
}

const NOTHING: readonly never[] = [];

export function viewMessages(
  state: Partial<RoomState>,
  unsent: readonly OptimisticMessage[],
  before: MessagesView | undefined,
  me: string,
): MessagesView {
  const { history, changes, status = "idle", error, first_unread_seq } = state;
  const stored = history ? listMessages(history.messages) : NOTHING;
  const sent = viewStored(stored, changes, me);
  const messages = unsent.length > 0 ? inOrder([...sent, ...unsent]) : sent;
  const view = {
    messages: sameItems(before?.messages, messages),
    events: history?.events ?? NOTHING,
    status,
    error,
    first_unread_seq,
    has_older: history?.before !== undefined,
    is_loading_older: history?.isLoadingOlder ?? false,
  };
  return reuseEqual(before, view);
}

interface Seen {
  readonly view: SentMessage;
  readonly change: PendingChange | undefined;
  readonly reactions: string;
}

const views = new WeakMap<Message, Seen>();

function viewStored(
  messages: readonly Message[],
  changes: RoomState["changes"] = new Map(),
  me: string,
): SentMessage[] {
  const pending = [...changes.values()];
  return messages.map((message) => {
    const own = pending.filter(({ message_id }) => message_id === message._id);
    const change = own.find((one): one is PendingChange => one.type !== "react");
    const reacting = own.filter((one): one is PendingReaction => one.type === "react");
    return viewSent(message, change, reacting, me);
  });
}

/** Returns the same object for a message that did not change. */
function viewSent(
  message: Message,
  change: PendingChange | undefined,
  reacting: readonly PendingReaction[],
  me: string,
): SentMessage {
  const reactions = reacting.map(({ reaction, on }) => `${reaction}${String(on)}`).join();
  const known = views.get(message);
  if (known?.change === change && known?.reactions === reactions) return known.view;
  const reacted = isDeleted(message)
    ? message
    : reacting.reduce(
        (one, { reaction, on }) => withOwnReaction(one, { reaction, on, me }),
        message,
      );
  const view: SentMessage = { ...reacted, status: "sent", ...(change && { change }) };
  views.set(message, { view, change, reactions });
  return view;
}

/** Sorted by `seq`; a failed message after the one that it follows, messages being sent at the end. */
function inOrder(messages: readonly MessageView[]): readonly MessageView[] {
  const positionOf = (message: MessageView): number =>
    message.status === "sent" ? message.seq : (message.after ?? Number.MAX_SAFE_INTEGER);
  return [...messages].sort((a, b) => positionOf(a) - positionOf(b));
}

const sameItems = <T>(before: readonly T[] = [], after: readonly T[]): readonly T[] =>
  before.length === after.length && after.every((item, index) => item === before[index])
    ? before
    : after;

const activityOf = ({ last_message, info }: RoomView): string =>
  last_message?.created_at ?? info.created_at;

/** The room with the newest message first. The server's times sort as text. */
export const byActivity = (a: RoomView, b: RoomView): number => {
  const [one, other] = [activityOf(a), activityOf(b)];
  return one === other ? 0 : one < other ? 1 : -1;
};

type Members = ReadonlyMap<string, Member>;
const memberLists = new WeakMap<Members, readonly Member[]>();

/** Returns the same list for the same members. */
export function listMembers(members: Members): readonly Member[] {
  const list = memberLists.get(members) ?? [...members.values()];
  memberLists.set(members, list);
  return list;
}

const memberReads = new WeakMap<
  Members,
  Pick<RoomState, "marks"> & { reads: RoomState["marks"] }
>();

/** How far each member has read; undefined where that is unknown. */
export function viewReads({ members, marks, summary }: RoomState): RoomState["marks"] | undefined {
  if (!members || summary.info.member_count > MEMBERS_WITH_MARKS) return undefined;
  const known = memberReads.get(members);
  if (known?.marks === marks) return known.reads;
  const reads = new Map([...members.keys()].map((id) => [id, marks.get(id) ?? 0]));
  memberReads.set(members, { marks, reads });
  return reads;
}

/** The users who have read a stored message, besides its sender. `reads`: of the current members. */
export const readersOf = (
  reads: ReadonlyMap<string, number> | undefined,
  { sender_id, seq }: Pick<Message, "sender_id" | "seq">,
): string[] =>
  [...(reads ?? [])].filter(([id, mark]) => id !== sender_id && mark >= seq).map(([id]) => id);

/** Whether all other current members have read a stored message, and there is at least one. */
export function isReadByAll(
  reads: ReadonlyMap<string, number> | undefined,
  message: Pick<Message, "sender_id" | "seq">,
): boolean {
  const others = [...(reads?.keys() ?? [])].filter((id) => id !== message.sender_id);
  return others.length > 0 && readersOf(reads, message).length === others.length;
}
