// The input field of a conversation, for new messages and edits.

import { useRef, useState } from "preact/hooks";
import type { Draft } from "../../client/store/index.ts";
import type { Quote } from "../chat/quote.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { LIMITS } from "../limits.ts";
import { plural } from "../plural.ts";
import { Attach } from "./attach.tsx";
import { EmojiPicker } from "./emoji-picker.tsx";
import { Icon } from "./icon.tsx";
import { UploadList, type Uploads } from "./uploads.tsx";

interface ComposerProps {
  state: State;
  placeholder: string;
  /** The message that this one replies to. */
  quote: Quote | undefined;
  uploads: Uploads;
  draft: Draft | undefined;
  onDraft: (change: Partial<Draft>) => void;
  onSend: (text: string) => void;
  onEdited: (text: string) => void;
  onCancelEdit: () => void;
  onCancelQuote: () => void;
  /** Arrow up in an empty field. */
  onEditLast: () => void;
}

export function Composer({ draft, uploads, quote, onDraft, ...props }: ComposerProps) {
  const [isChoosing, setChoosing] = useState(false);
  const ref = useRef<HTMLTextAreaElement>(null);
  const editing = draft?.edit;
  const text = editing?.text ?? draft?.text ?? "";
  const trimmed = text.trim();
  const excess = trimmed.length - LIMITS.messageCharacters;
  const hasFiles = !editing && uploads.list.length > 0;
  const isReady = excess <= 0 && (trimmed !== "" || hasFiles) && (!hasFiles || uploads.areReady);

  const write = (written: string): void => {
    onDraft(editing ? { edit: { ...editing, text: written } } : { text: written });
  };
  /** Inserts an emoji at the cursor. */
  const insert = (emoji: string): void => {
    setChoosing(false);
    const field = ref.current;
    if (!field) return;
    field.focus();
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
    write(field.value);
  };

  const submit = (): void => {
    if (!isReady) return;
    if (editing) props.onEdited(trimmed);
    else props.onSend(trimmed);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // In an input method, Enter selects a word.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && (editing ?? quote)) {
      if (editing) props.onCancelEdit();
      else props.onCancelQuote();
    } else if (event.key === "ArrowUp" && !text) {
      event.preventDefault();
      props.onEditLast();
    }
  };

  const addFiles = (files: FileList | undefined): boolean => {
    if (editing || !uploads.add || !files?.length) return false;
    uploads.add(files);
    return true;
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => {
        if (uploads.add && !editing) event.preventDefault();
      }}
      onDrop={(event) => {
        if (addFiles(event.dataTransfer?.files)) event.preventDefault();
      }}
    >
      {editing && (
        <p class="editing">
          <Icon name="edit" /> Editing your message
          <button type="button" class="link" onClick={props.onCancelEdit}>
            Cancel
          </button>
        </p>
      )}
      {!editing && quote && (
        <p class="editing">
          <Icon name="reply" /> Answering <bdi>{nameOf(props.state, quote.sender_id)}</bdi>
          <bdi class="excerpt">{quote.message}</bdi>
          <button type="button" class="link" onClick={props.onCancelQuote}>
            Cancel
          </button>
        </p>
      )}
      {hasFiles && <UploadList uploads={uploads} />}
      {excess > 0 && (
        <p class="excess" role="status">
          {`${excess} ${plural(excess, "character")} too many. A message has at most ${LIMITS.messageCharacters.toLocaleString()}.`}
        </p>
      )}
      {isChoosing && (
        <EmojiPicker
          label="Choose an emoji"
          onChoose={insert}
          onClose={(reason) => {
            setChoosing(false);
            if (reason === "escape") ref.current?.focus();
          }}
        />
      )}
      {!editing && <Attach add={uploads.add} />}
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
          placeholder={props.placeholder}
          aria-describedby="composer-keys"
          aria-invalid={excess > 0}
          enterkeyhint="send"
          onInput={({ currentTarget }) => {
            write(currentTarget.value);
          }}
          onPaste={(event) => {
            if (addFiles(event.clipboardData?.files)) event.preventDefault();
          }}
          onKeyDown={onKeyDown}
        />
        <span id="composer-keys" class="hidden">
          Enter sends, Shift and Enter begins a new line.
        </span>
      </div>
      <button
        type="button"
        class="icon-button choose-emoji"
        aria-label="Choose an emoji"
        title="Choose an emoji"
        aria-expanded={isChoosing}
        onMouseDown={(event) => {
          // Keeps the focus, so that an open picker stays open until the click.
          event.preventDefault();
        }}
        onClick={() => {
          setChoosing(!isChoosing);
        }}
      >
        <Icon name="smile" />
      </button>
      <button type="submit" class="send" aria-label={editing ? "Save" : "Send"} disabled={!isReady}>
        <Icon name={editing ? "sent" : "send"} />
      </button>
    </form>
  );
}
