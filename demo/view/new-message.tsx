// The dialog for a new direct message.

import type { Person } from "../person.ts";
import { matches } from "../search.ts";
import { LIMITS } from "../limits.ts";
import { personNamed } from "../person.ts";
import { useState } from "preact/hooks";
import { Avatar } from "./avatar.tsx";
import { Dialog } from "./dialog.tsx";

interface NewMessageProps {
  known: readonly Person[];
  myId: string;
  onChoose: (person: Person) => void;
  onClose: () => void;
}

export function NewMessage({ known, myId, onChoose, onClose }: NewMessageProps) {
  const [name, setName] = useState("");
  const found = known.filter(({ first_name }) => matches(first_name, name.trim()));
  const isMe = name.trim() !== "" && personNamed(name).user_id === myId;
  return (
    <Dialog title="New message" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && !isMe) onChoose(personNamed(name));
        }}
      >
        <label for="recipient">To</label>
        <div class="field-row">
          <input
            id="recipient"
            autofocus
            value={name}
            maxLength={LIMITS.nameCharacters}
            autocomplete="off"
            placeholder="Any name"
            onInput={({ currentTarget }) => {
              setName(currentTarget.value);
            }}
          />
          <button type="submit" class="primary">
            Write
          </button>
        </div>
        <p class="fault" role="alert">
          {isMe && "That is you."}
        </p>
      </form>
      <ul class="people">
        {found.map((person) => (
          <li key={person.user_id}>
            <button
              type="button"
              class="person"
              onClick={() => {
                onChoose(person);
              }}
            >
              <Avatar id={person.user_id} name={person.first_name} />
              <bdi class="title">{person.first_name}</bdi>
              <span class="hint">{person.user_id}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
