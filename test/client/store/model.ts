// A model of a server with one group, of which Ann is or was a member, and of the events for her. It answers as the
// real server does, from its present state; a list may lag.

import type {
  ChatAction,
  ListedRoom,
  Message,
  Pin,
  RoomAction,
  TextMessage,
} from "../../../client/store/types.ts";
import { historyEventOf, type HistoryEvent } from "../../../client/store/history-events.ts";
import type { FakeChat, Request } from "./fake-chat.ts";
import { at, listed, message } from "./samples.ts";

type Fields = Record<string, string | number | undefined>;
type Told = Pick<ChatAction, "type" | "data">;

export const ME = "ann";
const ROOM = "tea";
/** Log entries in one page: few, so that many pages have no message. */
const PAGE = 3;

export class Model {
  #rev = 0;
  #seq = 0;
  #name = "Tea";
  #last: string | undefined;
  /** The message's id by the `rev` of its entry; other entries have none. */
  readonly #log = new Map<number, string>();
  readonly #messages = new Map<string, Message>();
  readonly #members = new Map<string, { role: "owner" | "member"; seen_seq: number }>();
  #pins: Pin[] = [];
  /** Events that Ann has not got yet. */
  #queue: Told[] = [];
  /** All durable events for Ann. */
  readonly #events: Told[] = [];
  /** The history's events: those between the messages. */
  readonly #between: HistoryEvent[] = [];
  /** Too much was missed: no events come until a loaded answer says from where on. */
  #isLost = false;
  /** Earlier answers to `connectRooms`. */
  readonly #lists: ReturnType<typeof listed>[][] = [];
  readonly #read = new Map<Request, () => void>();
  readonly #chat: FakeChat;

  constructor(chat: FakeChat) {
    this.#chat = chat;
    for (const id of [ME, "bob", "cid"]) this.#members.set(id, { role: "member", seen_seq: 0 });
    this.#members.set("bob", { role: "owner", seen_seq: 0 });
  }

  get queued(): number {
    return this.#isLost ? 0 : this.#queue.length;
  }

  #happen(type: string, data: object): void {
    const told = { type, data: { room_id: ROOM, rev: ++this.#rev, ...data } } as unknown as Told;
    const event = historyEventOf(told as RoomAction);
    if (event) this.#between.push(event);
    if (!this.#members.has(ME) && (data as { user_id?: string }).user_id !== ME) return;
    this.#queue.push(told);
    this.#events.push(told);
  }

  #head() {
    return { member_count: this.#members.size };
  }

  send(by: string, _id = `m${this.#seq + 1}`, text = `text ${this.#rev + 1}`): Message | undefined {
    const mine = this.#members.get(by);
    if (!mine || this.#messages.has(_id)) return this.#messages.get(_id);
    const seq = ++this.#seq;
    const data = message(seq, { _id, sender_id: by, rev: this.#rev + 1, message: text });
    this.#messages.set(_id, data);
    this.#log.set(data.rev, _id);
    this.#last = _id;
    mine.seen_seq = seq;
    this.#happen("message", data);
    return data;
  }

  /** The nth message, if there are any. */
  #nth(n: number): TextMessage | undefined {
    const found = [...this.#messages.values()][n % Math.max(1, this.#messages.size)];
    return found && !found.deleted ? found : undefined;
  }

  edit(n: number): void {
    const found = this.#nth(n);
    if (!found) return;
    const data = { message: `edit ${this.#rev + 1}`, edited_at: at(this.#rev + 1) };
    this.#messages.set(found._id, { ...found, ...data });
    this.#pins = this.#pins.map((pin) => (pin._id === found._id ? { ...pin, ...data } : pin));
    this.#happen("edited", { ...data, message_id: found._id, user_id: found.sender_id });
  }

  delete(n: number): void {
    const found = this.#nth(n);
    if (!found) return;
    const { _id, room_id, seq, rev, sender_id, created_at } = found;
    const deleted_at = at(this.#rev + 1);
    const tombstone = { _id, room_id, seq, rev, sender_id, created_at, deleted_at };
    const left: Message = { ...tombstone, deleted: true };
    this.#messages.set(_id, left);
    this.#pins = this.#pins.filter((pin) => pin._id !== _id);
    this.#happen("delete", { message_id: _id, user_id: sender_id, deleted_at });
  }

  pin(n: number, pin_message: boolean): void {
    const found = this.#nth(n);
    if (!found || this.#pins.some(({ _id }) => _id === found._id) === pin_message) return;
    const { _id } = found;
    const pinned_at = at(this.#rev + 1);
    this.#pins = this.#pins.filter((pin) => pin._id !== _id);
    const pin = { ...found, pinned_by: "bob", pinned_at, pinned_rev: this.#rev + 1 };
    if (pin_message) this.#pins.unshift(pin);
    this.#happen("pin_message", { _id, user_id: "bob", pin_message, pinned_at });
  }

  rename(): void {
    this.#name = `Tea ${this.#rev + 1}`;
    this.#happen("room_updated", { room_name: this.#name, user_id: "bob", updated_at: "" });
  }

  add(user: string): void {
    if (this.#members.has(user)) return;
    this.#members.set(user, { role: "member", seen_seq: this.#seq });
    const added = { added_at: at(0), user_id: "bob", ...this.#head() };
    if (user !== ME) {
      this.#happen("members_added", { ...added, user_ids: [user] });
      return;
    }
    const { last_message: _last, seq: _seq, ...group } = this.#listed();
    this.#isLost = false;
    this.#happen("group", { ...group, ...added, recipients: [], rev: this.#rev + 1 });
  }

  remove(user: string): void {
    if (user === "bob" || !this.#members.delete(user)) return;
    this.#happen("member_removed", {
      user_id: user,
      removed_by: "bob",
      removed_at: "",
      ...this.#head(),
    });
  }

  see(user: string, seq: number): void {
    const mine = this.#members.get(user);
    const upTo = Math.min(seq, this.#seq);
    if (!mine || upTo <= mine.seen_seq) return;
    mine.seen_seq = upTo;
    const data = { room_id: ROOM, user_id: user, seq: upTo };
    if (this.#members.has(ME)) this.#queue.push({ type: "seen", data } as unknown as Told);
  }

  /** Emits the next event to Ann. */
  tell(): void {
    if (this.#isLost) return;
    const next = this.#queue.shift();
    if (next) this.#chat.tell(next.type, next.data);
  }

  /** Loses more events than `sync` replays. */
  lose(): void {
    if (this.#isLost || !this.#members.has(ME)) return;
    this.#queue = [];
    this.#isLost = true;
    this.#chat.tell("reload", { room_id: ROOM });
  }

  /** From here on Ann gets events again: those after `rev`, and everybody's read marks, as `sync` returns them. */
  #follow(rev: number): void {
    if (!this.#isLost) return;
    this.#isLost = false;
    this.#queue = this.#events.filter(({ data }) => "rev" in data && Number(data.rev) > rev);
    for (const [user_id, { seen_seq: seq }] of this.#members) {
      const data = { room_id: ROOM, user_id, seq };
      this.#queue.push({ type: "seen", data } as unknown as Told);
    }
  }

  #listed() {
    return listed({
      room_name: this.#name,
      seq: this.#seq,
      rev: this.#rev,
      ...this.#head(),
      seen_seq: this.#members.get(ME)?.seen_seq ?? 0,
      last_message: this.#lastMessage(),
    });
  }

  #lastMessage(): ListedRoom["last_message"] {
    const last = this.#messages.get(this.#last ?? "");
    if (!last) return null;
    const { _id, sender_id, created_at } = last;
    const stamp = { _id, sender_id, created_at };
    return last.deleted
      ? { ...stamp, deleted: true, deleted_at: last.deleted_at }
      : { ...stamp, message_type: "text", message: last.message };
  }

  /** Reads the answer to the oldest unread request. `lag`: for a list, how many answers ago. */
  read(lag = 0): void {
    const request = this.#chat.requests.find((one) => !this.#read.has(one));
    if (!request) return;
    const { action } = request;
    if (action !== "connectRooms" && !this.#members.has(ME)) {
      this.#read.set(request, () => {
        request.refuse("FORBIDDEN");
      });
      return;
    }
    const payload = request.payload as Fields;
    const answer = this.#answer(action, payload, lag);
    const from = followedFrom(action, payload, answer);
    this.#read.set(request, () => {
      if (from !== undefined) this.#follow(from);
      request.answer(answer);
    });
  }

  /** Delivers the oldest answer that was read. */
  answer(): void {
    const [next] = this.#read;
    if (!next) return;
    this.#read.delete(next[0]);
    next[1]();
  }

  #answer(action: string, payload: Fields, lag: number): unknown {
    switch (action) {
      case "connectRooms": {
        const rooms = this.#members.has(ME) ? [this.#listed()] : [];
        this.#lists.push(rooms);
        return { rooms: this.#lists.at(-1 - lag) ?? rooms };
      }
      case "getMessages":
        return this.#page(payload.before_rev as number | undefined);
      case "getMembers":
        return {
          members: [...this.#members].map(([user_id, { role, seen_seq }]) => ({
            user_id,
            role,
            seen_seq,
            joined_at: at(0),
            online: false,
          })),
        };
      case "getPins":
        return { pins: this.#pins };
      case "messageSeen":
        return this.#seen(Number(payload.seq));
      case "sendMessage":
        return this.send(ME, String(payload._id), String(payload.message));
      default:
        throw new Error(`The model does not know ${action}.`);
    }
  }

  #seen(seq: number) {
    this.see(ME, seq);
    return { room_id: ROOM, user_id: ME, seq, seen_at: "" };
  }

  #page(before = this.#rev + 1) {
    const from = Math.max(1, before - PAGE);
    const ids = [...this.#log].filter(([rev]) => rev >= from && rev < before).map(([, id]) => id);
    const events = this.#between.filter(({ data }) => data.rev >= from && data.rev < before);
    return {
      room_id: ROOM,
      rev: this.#rev,
      messages: ids.map((id) => this.#messages.get(id)),
      events,
      has_more: from > 1,
      ...(from > 1 && { next_before_rev: from }),
    };
  }
}

/** The `rev` from which on the client follows the room after this answer. */
function followedFrom(action: string, payload: Fields, answer: unknown): number | undefined {
  if (action === "getMessages" && payload.before_rev === undefined) {
    return (answer as { rev: number }).rev;
  }
  return action === "connectRooms"
    ? (answer as { rooms: { rev: number }[] }).rooms[0]?.rev
    : undefined;
}
