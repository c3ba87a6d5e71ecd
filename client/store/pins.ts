// A room's pinned messages, the newest pin first.

import { isDeleted, type Message, type Pin, type RoomAction } from "./types.ts";

/** @param find looks up a known message: a pin's event carries only its id */
export function reducePins(
  pins: readonly Pin[],
  action: RoomAction,
  find: (id: string) => Message | undefined,
): readonly Pin[] {
  switch (action.type) {
    case "edited": {
      const { message_id, message, edited_at } = action.data;
      return hasPin(pins, message_id)
        ? pins.map((pin) => (pin._id === message_id ? { ...pin, message, edited_at } : pin))
        : pins;
    }
    case "delete":
      return withoutPin(pins, action.data.message_id);
    case "pin_message": {
      const { _id, user_id: pinned_by, pinned_at, rev: pinned_rev } = action.data;
      if (!action.data.pin_message) return withoutPin(pins, _id);
      const message = find(_id);
      if (!message || isDeleted(message) || hasPin(pins, _id)) return pins;
      return [{ ...message, pinned_by, pinned_at, pinned_rev }, ...pins];
    }
    default:
      return pins;
  }
}

export const hasPin = (pins: readonly Pin[], id: string): boolean =>
  pins.some(({ _id }) => _id === id);

const withoutPin = (pins: readonly Pin[], id: string): readonly Pin[] =>
  hasPin(pins, id) ? pins.filter(({ _id }) => _id !== id) : pins;
