// The actions of a message, and quick reactions.

import { useState } from "preact/hooks";
import type { OptimisticMessage, SentMessage } from "../../client/store/index.ts";
import type { ScrollTarget } from "../chat/state.ts";
import { EmojiPicker } from "./emoji-picker.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { ReactionPicker } from "./reactions.tsx";

export interface MessageActions {
  onEdit: (message: SentMessage) => void;
  onDelete: (message: SentMessage) => void;
  onPin: (message: SentMessage, isPinned: boolean) => void;
  onReply: (message: SentMessage) => void;
  onReact: (message: SentMessage, reaction: string, on: boolean) => void;
  /** Scrolls to a quoted or pinned message. */
  onShow: (target: ScrollTarget) => void;
  onSendAgain: (message: OptimisticMessage) => void;
  onDiscard: (message: OptimisticMessage) => void;
}

type ButtonsProps = Omit<MessageActions, "onShow"> & {
  message: SentMessage;
  isOwn: boolean;
  isPinned: boolean;
};

export function MessageButtons({ message, isOwn, isPinned, ...props }: ButtonsProps) {
  const { onEdit, onDelete, onPin, onReply, onReact } = props;
  const [isChoosing, setChoosing] = useState<false | "few" | "all">(false);
  const button = (icon: IconName, label: string, onClick: () => void) => (
    <button
      type="button"
      class="icon-button small"
      aria-label={label}
      title={label}
      tabIndex={-1}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
  const choose = (reaction: string): void => {
    setChoosing(false);
    onReact(message, reaction, true);
  };
  if (isChoosing === "all") {
    return (
      <div key="all" class="buttons choosing">
        <EmojiPicker
          label="React with an emoji"
          onChoose={choose}
          onClose={() => {
            setChoosing(false);
          }}
        />
      </div>
    );
  }
  if (isChoosing) {
    return (
      <div
        key="choosing"
        class="buttons choosing"
        onKeyDown={({ key }) => {
          if (key === "Escape") setChoosing(false);
        }}
        onFocusOut={({ relatedTarget, currentTarget }) => {
          const isInside = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
          // "Other emoji" has replaced these buttons: then the picker stays.
          if (!isInside) setChoosing((now) => (now === "few" ? false : now));
        }}
      >
        <ReactionPicker
          onChoose={choose}
          onMore={() => {
            setChoosing("all");
          }}
        />
      </div>
    );
  }
  return (
    <div key="actions" class="buttons">
      {button("smile", "React", () => {
        setChoosing("few");
      })}
      {button("reply", "Reply", () => {
        onReply(message);
      })}
      {button("pin", isPinned ? "Unpin" : "Pin", () => {
        onPin(message, !isPinned);
      })}
      {isOwn &&
        button("edit", "Edit", () => {
          onEdit(message);
        })}
      {isOwn &&
        button("trash", "Delete", () => {
          onDelete(message);
        })}
    </div>
  );
}
