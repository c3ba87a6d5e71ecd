// The dialog that is open, if any.

import { isDeleted, type ChatStore, type Pin, type SentMessage } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { peopleToChoose } from "../chat/select.ts";
import { roomAt, type State } from "../chat/state.ts";
import { DeleteMessage } from "./delete-message.tsx";
import { Members } from "./members.tsx";
import { NewGroup } from "./new-group.tsx";
import { NewMessage } from "./new-message.tsx";
import { Pins } from "./pins.tsx";

export type OpenDialog =
  "new message" | "new group" | "members" | "pins" | { readonly delete: SentMessage };

interface DialogsProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  open: OpenDialog | undefined;
  onShow: (pin: Pin) => void;
  onClose: () => void;
}

export function Dialogs({ state, store, commands, open, onShow, onClose }: DialogsProps) {
  const room = roomAt(state, state.conversation);
  switch (open) {
    case undefined:
      return null;
    case "new message":
      return (
        <NewMessage
          known={peopleToChoose(state)}
          myId={state.me.user_id}
          onChoose={(person) => {
            onClose();
            commands.suggestNames([person]);
            commands.go({ user_id: person.user_id });
          }}
          onClose={onClose}
        />
      );
    case "new group":
      return (
        <NewGroup
          known={peopleToChoose(state)}
          onCreate={async (name, people) => {
            commands.suggestNames(people);
            const room_id = await commands.createGroup(name, people);
            onClose();
            if (room_id !== undefined) commands.go({ room_id });
          }}
          onClose={onClose}
        />
      );
    case "members":
      return room ? (
        <Members state={state} store={store} room={room} commands={commands} onClose={onClose} />
      ) : null;
    case "pins":
      return room ? (
        <Pins
          state={state}
          store={store}
          room={room}
          commands={commands}
          onClose={onClose}
          onShow={(pin) => {
            onClose();
            onShow(pin);
          }}
        />
      ) : null;
    default:
      return (
        <DeleteMessage
          text={isDeleted(open.delete) ? "" : open.delete.message}
          onDelete={() => void commands.delete(open.delete).then(restoreFocus)}
          onClose={onClose}
        />
      );
  }
}

/** Moves the focus to the composer if its element was removed. */
function restoreFocus(): void {
  if (document.activeElement === document.body) document.getElementById("composer")?.focus();
}
