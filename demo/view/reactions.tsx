// The reactions to a message, and the picker for quick ones.

import { useLayoutEffect, useRef } from "preact/hooks";
import { isDeleted, type SentMessage } from "../../client/store/index.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";
import { isolated } from "../isolate.ts";
import { Icon } from "./icon.tsx";

export const QUICK_REACTIONS = ["👍", "❤️", "😂", "🎉", "😮", "😢"] as const;

type React = (reaction: string, on: boolean) => void;

interface ReactionsProps {
  state: State;
  message: SentMessage;
  onReact: React;
}

export function Reactions({ state, message, onReact }: ReactionsProps) {
  const reactions = isDeleted(message) ? [] : (message.reactions ?? []);
  if (reactions.length === 0) return null;
  return (
    <ul class="reactions" aria-label="Reactions">
      {reactions.map(({ reaction, count, user_ids }) => {
        const isOwn = user_ids.includes(state.me.user_id);
        const names = user_ids.map((id) =>
          id === state.me.user_id ? "you" : isolated(nameOf(state, id)),
        );
        const others = count - user_ids.length;
        const who = [...names, ...(others > 0 ? [`${others} more`] : [])].join(", ");
        return (
          <li key={reaction}>
            <button
              type="button"
              aria-pressed={isOwn}
              aria-label={`${reaction} ${count}: ${who}`}
              title={who}
              tabIndex={-1}
              onClick={() => {
                onReact(reaction, !isOwn);
              }}
            >
              <span aria-hidden="true">
                <span class="emoji">{reaction}</span> {count}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface ReactionPickerProps {
  onChoose: (reaction: string) => void;
  onMore: () => void;
}

/** The quick reactions. */
export function ReactionPicker({ onChoose, onMore }: ReactionPickerProps) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  return (
    <div class="picker" role="group" aria-label="React with">
      {QUICK_REACTIONS.map((reaction, index) => (
        <button
          ref={index === 0 ? first : null}
          key={reaction}
          type="button"
          class="icon-button small"
          aria-label={`React with ${reaction}`}
          onClick={() => {
            onChoose(reaction);
          }}
        >
          <span aria-hidden="true">{reaction}</span>
        </button>
      ))}
      <button
        type="button"
        class="icon-button small"
        aria-label="Other emoji"
        title="Other emoji"
        onClick={onMore}
      >
        <Icon name="add" />
      </button>
    </div>
  );
}
