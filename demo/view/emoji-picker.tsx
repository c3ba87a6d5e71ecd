// The emoji picker: by pointer, arrow keys, or search.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { EMOJI } from "../emoji.ts";
import { matches } from "../search.ts";
import { useRoving } from "./roving.ts";

interface EmojiPickerProps {
  label: string;
  onChoose: (emoji: string) => void;
  /** Called on Escape, or when the focus leaves the picker. */
  onClose: (reason: "escape" | "left") => void;
}

export function EmojiPicker({ label, onChoose, onClose }: EmojiPickerProps) {
  const [query, setQuery] = useState("");
  const grid = useRoving<HTMLDivElement>();
  const input = useRef<HTMLInputElement>(null);
  // Focused at once, because the user may type right after the click.
  useLayoutEffect(() => input.current?.focus(), []);
  const found = EMOJI.filter(({ name }) => matches(name, query));
  return (
    <div
      class="emoji-picker"
      role="dialog"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose("escape");
      }}
      onFocusOut={({ relatedTarget, currentTarget }) => {
        const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
        if (!isInside) onClose("left");
      }}
    >
      <input
        type="search"
        aria-label="Find an emoji"
        placeholder="Find an emoji"
        value={query}
        ref={input}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            if (found[0]) onChoose(found[0].emoji);
          } else if (event.key === "ArrowDown") {
            event.preventDefault();
            grid.ref.current?.querySelector("button")?.focus();
          }
        }}
      />
      <div class="emoji-grid" role="group" aria-label="Emoji" {...grid}>
        {found.map(({ emoji, name }) => (
          <button
            key={emoji}
            type="button"
            aria-label={name}
            title={name}
            onClick={() => {
              onChoose(emoji);
            }}
          >
            <span aria-hidden="true">{emoji}</span>
          </button>
        ))}
        {found.length === 0 && <p class="hint">None is called that.</p>}
      </div>
    </div>
  );
}
