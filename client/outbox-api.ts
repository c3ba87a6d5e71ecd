// The outbox as an application sees it: changes that are not known to be stored.

import type { ActionName, PayloadInput } from "../protocol/actions.ts";
import type { ChatError } from "./errors.ts";

/** The actions that change a room, each with the event that answers it, where its effect can be known again by that. */
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

/** A change that waits, or whose answer is awaited. Such a value never changes: a later one takes its place. */
export type OutboxEntry = {
  readonly [Name in Change]: {
    /** The `_id` of a message or a group, the `edit_id` of an edit, else one of the client's own. */
    readonly id: string;
    readonly action: Name;
    /** As it is sent: with the id that it was given. */
    readonly payload: PayloadInput<Name>;
    /** How often it was sent. If that is 0, nothing of it can be stored. */
    readonly attempts: number;
  };
}[Change];

/**
 * - `added`, also when it was found again after a reload
 * - `attempted`: it was sent, once more perhaps
 * - `acknowledged`: it is stored, and not in the outbox any more; its event has been told, or is about to be
 * - `failed`: it was refused, or given up, and is not in the outbox any more
 * - `withdrawn`: by `withdraw`, or by the request's `signal` or `deadline`
 */
export interface OutboxChange {
  readonly change: "added" | "attempted" | "acknowledged" | "failed" | "withdrawn";
  readonly entry: OutboxEntry;
  /** Why it failed or was withdrawn. */
  readonly error?: ChatError;
}

export interface OutboxView {
  /** In the order in which they were asked for. */
  list(): readonly OutboxEntry[];
  /**
   * Takes an entry out: it is not sent (again), and its promise is rejected with `WITHDRAWN`. Returns it as it stood, or
   * undefined if there is none of this id any more. If it was attempted, it may be stored all the same: its event tells.
   */
  withdraw(id: string): OutboxEntry | undefined;
}
