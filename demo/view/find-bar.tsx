// Searches the loaded messages of a conversation, and steps through the matches.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { MessagesView, MessageView } from "../../client/store/index.ts";
import { matches } from "../search.ts";
import { Icon, type IconName } from "./icon.tsx";
import { messageElement } from "./move-focus.ts";

interface FindBarProps {
  view: MessagesView;
  onOlder: () => void;
  onClose: () => void;
}

const textOf = (message: MessageView): string =>
  "message" in message && message.message ? message.message : "";

export function FindBar({ view: { messages, has_older }, onOlder, onClose }: FindBarProps) {
  const [query, setQuery] = useState("");
  /** How many matches back from the newest. */
  const [back, setBack] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  // Focused at once, because the user may type right after the click.
  useLayoutEffect(() => input.current?.focus(), []);
  const words = query.trim();
  const found = words ? messages.filter((message) => matches(textOf(message), words)) : [];
  const current = found.at(-1 - back)?._id;

  useLayoutEffect(() => {
    const row = current === undefined ? null : messageElement(document, current);
    row?.setAttribute("data-found", "");
    row?.scrollIntoView({ block: "center" });
    return () => row?.removeAttribute("data-found");
  }, [current]);

  const move = (step: number): void => {
    setBack(Math.min(found.length - 1, Math.max(0, back + step)));
  };
  const button = (icon: IconName, label: string, onClick: () => void) => (
    <button type="button" class="icon-button" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div
      class="find"
      role="search"
      onKeyDown={({ key }) => {
        if (key === "Escape") onClose();
      }}
    >
      <input
        type="search"
        ref={input}
        aria-label="Search in this conversation"
        placeholder="Search in this conversation"
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setBack(0);
        }}
        onKeyDown={({ key, shiftKey, isComposing }) => {
          if (isComposing) return;
          if (key === "ArrowUp" || (key === "Enter" && !shiftKey)) move(1);
          else if (key === "ArrowDown" || key === "Enter") move(-1);
        }}
      />
      <span class="hint" role="status">
        {words && (found.length > 0 ? `${back + 1} of ${found.length}` : "Nothing")}
      </span>
      {words && has_older && (
        <button type="button" class="quiet" onClick={onOlder}>
          Look further back
        </button>
      )}
      {button("up", "The one before", () => {
        move(1);
      })}
      {button("down", "The one after", () => {
        move(-1);
      })}
      {button("close", "Close the search", onClose)}
    </div>
  );
}
