// A field for choosing users: known ones, or any name.

import { useId, useState } from "preact/hooks";
import { LIMITS } from "../limits.ts";
import { personNamed, type Person } from "../person.ts";
import { matches } from "../search.ts";
import { Avatar } from "./avatar.tsx";
import { Icon } from "./icon.tsx";

interface PeopleFieldProps {
  label: string;
  /** Users who can be chosen without typing. */
  known: readonly Person[];
  chosen: readonly Person[];
  onChange: (chosen: readonly Person[]) => void;
}

export function PeopleField({ label, known, chosen, onChange }: PeopleFieldProps) {
  const [name, setName] = useState("");
  const id = useId();
  const isChosen = ({ user_id }: Person): boolean => chosen.some((one) => one.user_id === user_id);

  const add = (person: Person): void => {
    if (!isChosen(person)) onChange([...chosen, person]);
  };
  const remove = ({ user_id }: Person): void => {
    onChange(chosen.filter((one) => one.user_id !== user_id));
  };
  const addNamed = (): void => {
    if (name.trim()) add(personNamed(name));
    setName("");
  };

  return (
    <fieldset class="people-field">
      <legend>{label}</legend>
      <ul class="chips">
        {chosen.map((person) => (
          <li key={person.user_id}>
            <button
              type="button"
              class="chip chosen"
              onClick={() => {
                remove(person);
              }}
            >
              <span class="hidden">Take out </span>
              <bdi>{person.first_name}</bdi>
              <Icon name="close" />
            </button>
          </li>
        ))}
        {known
          .filter((person) => !isChosen(person) && matches(person.first_name, name.trim()))
          .map((person) => (
            <li key={person.user_id}>
              <button
                type="button"
                class="chip"
                onClick={() => {
                  add(person);
                }}
              >
                <Avatar id={person.user_id} name={person.first_name} />
                <span class="hidden">Add </span>
                <bdi>{person.first_name}</bdi>
              </button>
            </li>
          ))}
      </ul>
      <div class="field-row">
        <label for={id} class="hidden">
          Another name
        </label>
        <input
          id={id}
          value={name}
          maxLength={LIMITS.nameCharacters}
          autocomplete="off"
          placeholder="Another name"
          onInput={({ currentTarget }) => {
            setName(currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !name.trim()) return;
            event.preventDefault();
            addNamed();
          }}
        />
        <button type="button" onClick={addNamed}>
          Add
        </button>
      </div>
    </fieldset>
  );
}
