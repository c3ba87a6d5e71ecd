// One conversation: who it is with, what was said, and where to write.

import { useEffect, useRef, useState } from "preact/hooks";
import { isDeleted, type ChatStore, type SentMessage } from "../../client/store/index.ts";
import type { Commands } from "../chat/commands.ts";
import { quoteOf, type Quote } from "../chat/quote.ts";
import { nameOf, titleOf } from "../chat/select.ts";
import type { Goal, Place, State } from "../chat/state.ts";
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
  place: Place;
  commands: Commands;
  onMembers: () => void;
  onPins: () => void;
  onDelete: (message: SentMessage) => void;
  /** Goes to a message of this conversation, wherever it is in the history. */
  onShow: (goal: Goal) => void;
}

export function Conversation({ state, store, place, commands, ...props }: ConversationProps) {
  const room = usePart(store, "room", place);
  const view = usePart(store, "messages", place);
  const members = usePart(store, "members", place);
  const pins = usePart(store, "pins", place);
  const reads = usePart(store, "reads", place);
  const draft = usePart(store, "draft", place);
  const title = useRef<HTMLHeadingElement>(null);
  const [editing, setEditing] = useState<{ message: SentMessage; text: string }>();
  const [quote, setQuote] = useState<Quote>();
  const [isFinding, setFinding] = useState(false);
  const uploads = useUploads(commands.files, room?.room_id);
  const name =
    !room && "user_id" in place ? nameOf(state, place.user_id) : titleOf(state, room, members);

  // With a keyboard at hand, writing comes next; on a phone, its own would cover half of what is to be read.
  useEffect(() => {
    const isRoomy = matchMedia("(min-width: 48rem)").matches;
    const composer = document.getElementById("composer");
    (isRoomy && composer ? composer : title.current)?.focus();
  }, []);

  const edit = (message: SentMessage): void => {
    if (!isDeleted(message)) setEditing({ message, text: message.message });
  };
  const focusComposer = (): void => {
    document.getElementById("composer")?.focus();
  };

  if (!room && "room_id" in place) {
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
        place={place}
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
          onOlder={() => void commands.older(place)}
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
          setQuote(quoteOf(message));
          focusComposer();
        }}
        onReact={(message, reaction, on) => void commands.react(message, reaction, on)}
        onOlder={() => void commands.older(place)}
        onReach={(seq) => commands.backTo(place, seq)}
        onSeen={(seq) => {
          commands.see(place, seq);
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
          The messages could not be loaded. {view.error?.message}
          <button type="button" class="link" onClick={() => void commands.load(place)}>
            Try again
          </button>
        </p>
      )}
      <Typing state={state} store={store} place={place} />
      <Composer
        placeholder={`Message ${name}`}
        editing={editing}
        draft={draft?.text ?? ""}
        onDraft={(text) => {
          commands.write(place, text);
        }}
        state={state}
        quote={quote}
        uploads={uploads}
        onCancelQuote={() => {
          setQuote(undefined);
          focusComposer();
        }}
        onSend={(message) => {
          const attachments = uploads.take();
          commands.send(place, {
            message,
            ...(quote && { reply_message: { ...quote } }),
            ...(attachments.length > 0 && {
              attachments: attachments.map((each) => ({ ...each })),
            }),
          });
          setQuote(undefined);
        }}
        onEdited={(text) => {
          if (editing && text !== editing.text) void commands.edit(editing.message, text);
          setEditing(undefined);
          focusComposer();
        }}
        onCancelEdit={() => {
          setEditing(undefined);
          focusComposer();
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
