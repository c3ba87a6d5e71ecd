// One conversation: header, history and composer.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  isDeleted,
  type ChatStore,
  type Draft,
  type SentMessage,
} from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { quoteIn, quoteOf } from "../chat/quote.ts";
import { nameOf, titleOf } from "../chat/select.ts";
import type { ConversationRef, ScrollTarget, State } from "../chat/state.ts";
import { wordsFor } from "../words.ts";
import { isolated } from "../isolate.ts";
import { Composer } from "./composer.tsx";
import { ConversationHeader } from "./conversation-header.tsx";
import { FindBar } from "./find-bar.tsx";
import { History } from "./history.tsx";
import { Typing } from "./typing.tsx";
import { useUploads } from "./uploads.tsx";
import { usePart } from "./use-value.ts";

interface ConversationProps {
  state: State;
  store: ChatStore;
  conversation: ConversationRef;
  commands: Commands;
  onMembers: () => void;
  onPins: () => void;
  onDelete: (message: SentMessage) => void;
  /** Scrolls to a message of this conversation, loading older pages if necessary. */
  onShow: (target: ScrollTarget) => void;
}

export function Conversation({
  state,
  store,
  conversation,
  commands,
  ...props
}: ConversationProps) {
  const room = usePart(store, "room", conversation);
  const view = usePart(store, "messages", conversation);
  const members = usePart(store, "members", conversation);
  const pins = usePart(store, "pins", conversation);
  const reads = usePart(store, "reads", conversation);
  const draft = usePart(store, "draft", conversation);
  const title = useRef<HTMLHeadingElement>(null);
  const [isFinding, setFinding] = useState(false);
  const uploads = useUploads(commands.files, room?.room_id);
  const name =
    !room && "user_id" in conversation
      ? nameOf(state, conversation.user_id)
      : titleOf(state, room, members);

  // Focuses the composer, but not on touch devices, where the keyboard would cover half of the history.
  // In a layout effect, because the user may type right after the click.
  useLayoutEffect(() => {
    const isRoomy = matchMedia("(min-width: 48rem)").matches;
    const composer = document.getElementById("composer");
    (isRoomy && composer ? composer : title.current)?.focus();
  }, []);

  const write = (change: Partial<Draft>): void => {
    commands.changeDraft(conversation, change);
  };
  /** Changes the draft, and focuses the composer for further typing. */
  const writeAndFocus = (change: Partial<Draft>): void => {
    write(change);
    focusComposer();
  };
  const edit = (message: SentMessage): void => {
    if (isDeleted(message)) return;
    writeAndFocus({ edit: { message_id: message._id, text: message.message } });
  };

  if (!room && "room_id" in conversation) {
    return (
      <section class="conversation nothing">
        {state.list.status === "loaded" && (
          <p>This conversation is not there, or not yours any more.</p>
        )}
        <a href="#">All conversations</a>
      </section>
    );
  }
  return (
    <section class="conversation" aria-labelledby="conversation-title">
      <ConversationHeader
        state={state}
        conversation={conversation}
        room={room}
        members={members}
        pins={pins}
        name={name}
        titleRef={title}
        onFind={() => {
          setFinding(true);
        }}
        onMute={(isMuted) => {
          if (room) commands.mute(room.room_id, isMuted);
        }}
        onMembers={props.onMembers}
        onPins={props.onPins}
      />
      {isFinding && (
        <FindBar
          view={view}
          onOlder={() => void commands.loadOlder(conversation)}
          onClose={() => {
            setFinding(false);
            focusComposer();
          }}
        />
      )}
      <History
        state={state}
        room={room}
        view={view}
        reads={reads}
        pins={pins}
        files={commands.files}
        onShow={props.onShow}
        onReply={(message) => {
          writeAndFocus({ reply_message: { ...quoteOf(message) } });
        }}
        onReact={(message, reaction, on) => void commands.react(message, reaction, on)}
        onOlder={() => void commands.loadOlder(conversation)}
        loadBackTo={(seq) => commands.loadBackTo(conversation, seq)}
        onSeen={(seq) => {
          commands.markRead(conversation, seq);
        }}
        onEdit={edit}
        onDelete={props.onDelete}
        onPin={(message, isPinned) => void commands.pin(message, isPinned)}
        onSendAgain={({ _id }) => {
          commands.retry(_id);
        }}
        onDiscard={({ _id }) => {
          commands.discard(_id);
        }}
      />
      {room && view.status === "failed" && (
        <p class="failed">
          The messages could not be loaded. {view.error && wordsFor(view.error)}
          <button type="button" class="link" onClick={() => void commands.load(conversation)}>
            Try again
          </button>
        </p>
      )}
      <Typing state={state} store={store} conversation={conversation} />
      <Composer
        placeholder={`Message ${isolated(name)}`}
        draft={draft}
        onDraft={write}
        state={state}
        quote={quoteIn(draft?.reply_message)}
        uploads={uploads}
        onCancelQuote={() => {
          writeAndFocus({ reply_message: undefined });
        }}
        onSend={(message) => {
          const attachments = uploads.take();
          commands.send(conversation, {
            message,
            ...(draft?.reply_message && { reply_message: draft.reply_message }),
            ...(attachments.length > 0 && {
              attachments: attachments.map((each) => ({ ...each })),
            }),
          });
        }}
        onEdited={(text) => {
          const _id = draft?.edit?.message_id;
          const before = view.messages.find((message) => message._id === _id);
          const isSame = before && "message" in before && before.message === text;
          if (room && _id !== undefined && !isSame) {
            void commands.edit({ room_id: room.room_id, _id }, text);
          }
          writeAndFocus({ edit: undefined });
        }}
        onCancelEdit={() => {
          writeAndFocus({ edit: undefined });
        }}
        onEditLast={() => {
          const last = view.messages.findLast(
            (message) =>
              message.status === "sent" &&
              message.sender_id === state.me.user_id &&
              !isDeleted(message),
          );
          if (last?.status === "sent") edit(last);
        }}
      />
    </section>
  );
}

function focusComposer(): void {
  document.getElementById("composer")?.focus();
}
