// Edits a group's name and picture, for its owner.

import { useState } from "preact/hooks";
import type { RoomView } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { LIMITS } from "../limits.ts";

interface GroupSettingsProps {
  room: RoomView;
  commands: Commands;
}

export function GroupSettings({ room: { info }, commands }: GroupSettingsProps) {
  const { _id, room_name, image_url } = info;
  return (
    <>
      <Field
        id="room-name"
        label="Name of the group"
        value={room_name}
        button="Rename"
        longest={LIMITS.nameCharacters}
        onChange={(name) => {
          if (name) void commands.rename(_id, name);
        }}
      />
      <Field
        id="room-picture"
        label="Address of a picture"
        value={image_url}
        button="Use it"
        longest={LIMITS.imageUrlCharacters}
        placeholder="https://…"
        onChange={(url) => void commands.setPicture(_id, url)}
      />
    </>
  );
}

interface FieldProps {
  id: string;
  label: string;
  value: string;
  button: string;
  longest: number;
  placeholder?: string;
  onChange: (value: string) => void;
}

function Field({ id, label, value, button, longest, placeholder, onChange }: FieldProps) {
  const [text, setText] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== value) onChange(text.trim());
      }}
    >
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          value={text}
          maxLength={longest}
          autocomplete="off"
          placeholder={placeholder}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
          }}
        />
        <button type="submit">{button}</button>
      </div>
    </form>
  );
}
