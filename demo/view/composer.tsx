// Where messages are written, and edited.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { SentMessage } from "../../client/store/index.ts";
import { Icon } from "./icon.tsx";

/** As the protocol has it. */
const LONGEST_MESSAGE = 8_000;

interface ComposerProps {
  placeholder: string;
  /** The message that is being edited, with its text. */
  editing: { message: SentMessage; text: string } | undefined;
  /** What is being written. */
  draft: string;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
  onEdited: (text: string) => void;
  onCancelEdit: () => void;
  /** The arrow up in an empty field. */
  onEditLast: () => void;
}

export function Composer({ editing, draft, onDraft, onCancelEdit, ...props }: ComposerProps) {
  const [edited, setEdited] = useState("");
  const ref = useRef<HTMLTextAreaElement>(null);
  const text = editing ? edited : draft;

  // Before anything can be typed.
  useLayoutEffect(() => {
    if (!editing) return;
    setEdited(editing.text);
    ref.current?.focus();
  }, [editing]);

  const submit = (): void => {
    const trimmed = text.trim();
    if (!trimmed) return;
    if (editing) props.onEdited(trimmed);
    else props.onSend(trimmed);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // What chooses a word in an input method sends no message.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && editing) {
      onCancelEdit();
    } else if (event.key === "ArrowUp" && !text) {
      event.preventDefault();
      props.onEditLast();
    }
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {editing && (
        <p class="editing">
          <Icon name="edit" /> Editing your message
          <button type="button" class="link" onClick={onCancelEdit}>
            Cancel
          </button>
        </p>
      )}
      <div class="field">
        <label for="composer" class="hidden">
          {editing ? "Edit your message" : props.placeholder}
        </label>
        <span class="grow" aria-hidden="true">
          {text}{" "}
        </span>
        <textarea
          id="composer"
          ref={ref}
          rows={1}
          value={text}
          maxLength={LONGEST_MESSAGE}
          placeholder={props.placeholder}
          aria-describedby="composer-keys"
          enterkeyhint="send"
          onInput={({ currentTarget }) => {
            (editing ? setEdited : onDraft)(currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        <span id="composer-keys" class="hidden">
          Enter sends, Shift and Enter begins a new line.
        </span>
      </div>
      <button
        type="submit"
        class="send"
        aria-label={editing ? "Save" : "Send"}
        disabled={!text.trim()}
      >
        <Icon name={editing ? "sent" : "send"} />
      </button>
    </form>
  );
}
