// The pinned messages of a conversation, the newest pin first.

import type { ChatStore, Pin, RoomView } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { ago } from "../times.ts";
import { Dialog } from "./dialog.tsx";
import { usePart } from "./use-value.ts";

interface PinsProps {
  state: State;
  store: ChatStore;
  room: RoomView;
  commands: Commands;
  onShow: (pin: Pin) => void;
  onClose: () => void;
}

export function Pins({ state, store, room, commands, onShow, onClose }: PinsProps) {
  const pins = usePart(store, "pins", { room_id: room.room_id }) ?? [];
  return (
    <Dialog title="Pinned messages" onClose={onClose}>
      {pins.length === 0 && (
        <p class="hint">Nothing is pinned yet. Point at a message, or tap it, to pin it.</p>
      )}
      <ul class="pins">
        {pins.map((pin) => (
          <li key={pin._id}>
            <p class="author">
              <bdi>{nameOf(state, pin.sender_id)}</bdi>
            </p>
            <p class="text" dir="auto">
              {pin.message || "An attachment"}
            </p>
            <p class="hint">
              Pinned by <bdi>{nameOf(state, pin.pinned_by)}</bdi>{" "}
              {ago(Date.parse(pin.pinned_at), state.now)}
            </p>
            <p class="pin-buttons">
              <button
                type="button"
                class="link"
                onClick={() => {
                  onShow(pin);
                }}
              >
                Show
              </button>
              <button type="button" class="link" onClick={() => void commands.pin(pin, false)}>
                Unpin
              </button>
            </p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
