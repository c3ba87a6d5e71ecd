// The outbox as an application sees it: changes that are not known to be stored.

import type { ActionName, PayloadInput } from "../protocol/actions.ts";
import type { ChatError } from "./errors.ts";

/** The actions that change a room, each with the event by which its effect is recognized, if there is one. */
export const CHANGES = {
  sendMessage: "message",
  sendNewMessage: "",
  createGroup: "",
  editMessage: "edited",
  deleteMessage: "delete",
  pinMessage: "pin_message",
  reactMessage: "reaction",
  addMembers: "",
  removeMember: "member_removed",
  updateRoom: "room_updated",
} as const satisfies Partial<Record<ActionName, string>>;

export type Change = keyof typeof CHANGES;

/** A change that is pending or in flight. Entries are immutable: a changed one is replaced. */
export type OutboxEntry = {
  readonly [Name in Change]: {
    /** The `_id` of a message or a group, the `edit_id` of an edit, else an id from the client. */
    readonly id: string;
    readonly action: Name;
    /** As it is sent, with its id. */
    readonly payload: PayloadInput<Name>;
    /** How often it was sent. If 0, it cannot be stored. */
    readonly attempts: number;
  };
}[Change];

/**
 * - `added`, also when it was restored after a reload
 * - `attempted`: it was sent, possibly again
 * - `acknowledged`: it is stored and out of the outbox; its event has been emitted, or is about to be
 * - `failed`: it was refused or given up, and is out of the outbox
 * - `withdrawn`: by `withdraw`, or by the request's `signal` or `deadline`
 */
export interface OutboxChange {
  readonly change: "added" | "attempted" | "acknowledged" | "failed" | "withdrawn";
  readonly entry: OutboxEntry;
  /** Why it failed or was withdrawn. */
  readonly error?: ChatError;
}

export interface OutboxView {
  /** In call order. */
  list(): readonly OutboxEntry[];
  /**
   * Takes an entry out: it is not sent (again), and its promise rejects with `WITHDRAWN`. Returns the entry, or
   * undefined if there is none with this id. If it was attempted, it may be stored all the same: then its event arrives.
   */
  withdraw(id: string): OutboxEntry | undefined;
}
