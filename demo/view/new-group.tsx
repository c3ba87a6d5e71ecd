// The dialog for a new group: its name and members.

import { useState } from "preact/hooks";
import { LIMITS } from "../limits.ts";
import type { Person } from "../person.ts";
import { Dialog } from "./dialog.tsx";
import { PeopleField } from "./people-field.tsx";

interface NewGroupProps {
  known: readonly Person[];
  /** Resolves once the group is created or refused. */
  onCreate: (name: string, people: readonly Person[]) => Promise<void>;
  onClose: () => void;
}

export function NewGroup({ known, onCreate, onClose }: NewGroupProps) {
  const [name, setName] = useState("");
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [isWaiting, setIsWaiting] = useState(false);
  return (
    <Dialog title="New group" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!name.trim()) return;
          setIsWaiting(true);
          void onCreate(name.trim(), people).finally(() => {
            setIsWaiting(false);
          });
        }}
      >
        <label for="group-name">Name of the group</label>
        <input
          id="group-name"
          autofocus
          value={name}
          required
          maxLength={LIMITS.nameCharacters}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            setName(currentTarget.value);
          }}
        />
        <PeopleField label="Members" known={known} chosen={people} onChange={setPeople} />
        <p class="dialog-end">
          <button type="submit" class="primary" disabled={isWaiting}>
            {isWaiting ? "Waiting for the server…" : "Create group"}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
