// One conversation: messages, typing indicator and composer.

import {
  useChatStore,
  useDraft,
  useMessages,
  useName,
  useReads,
  useRoom,
  useTyping,
} from "parley-chat/react";
import { isDeleted, isReadByAll, type MessageView } from "parley-chat/store";
import { useEffect, useRef } from "react";

/** Refers to a conversation: a room, or the pair with another user, which may not have a room yet. */
export type ConversationRef = { readonly room_id: string } | { readonly user_id: string };

interface Props {
  conversation: ConversationRef;
  me: string;
}

export function Conversation({ conversation, me }: Props) {
  const store = useChatStore();
  const room = useRoom(conversation);
  const { messages, status, error, has_older, loadOlder } = useMessages(conversation);
  const other = useName("user_id" in conversation ? conversation.user_id : (room?.user_id ?? ""));
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?._id;

  useEffect(() => {
    end.current?.scrollIntoView();
    store.markRead(conversation);
  }, [newest]);

  return (
    <>
      <h2>{other || room?.info.room_name}</h2>
      <ol aria-label="Messages">
        {has_older && (
          <li>
            <button
              onClick={() => {
                void loadOlder();
              }}
            >
              Older messages
            </button>
          </li>
        )}
        {messages.map((message) => (
          <Message key={message._id} message={message} conversation={conversation} me={me} />
        ))}
        <div ref={end} />
      </ol>
      {status === "failed" && <p role="alert">{error?.message}</p>}
      <Typing conversation={conversation} />
      <Composer conversation={conversation} />
    </>
  );
}

function Message({ message, conversation, me }: Props & { message: MessageView }) {
  const store = useChatStore();
  const name = useName(message.sender_id);
  const reads = useReads(conversation);
  const { _id, status } = message;
  if (status !== "sent") {
    return (
      <li className={status}>
        <b>{name}</b> {message.message} <small>{message.error?.message ?? "sending"}</small>
        {status === "failed" && (
          <>
            <button
              onClick={() => {
                store.retry(_id);
              }}
            >
              Try again
            </button>
            <button
              onClick={() => {
                store.discard(_id);
              }}
            >
              Discard
            </button>
          </>
        )}
      </li>
    );
  }
  if (isDeleted(message)) return <li className="hint">This message was deleted.</li>;
  const isRead = message.sender_id === me && isReadByAll(reads, message);
  return (
    <li>
      <b>{name}</b> {message.change?.type === "edit" ? message.change.message : message.message}{" "}
      <small>
        {message.edited_at !== undefined && "edited "}
        {isRead && "seen"}
      </small>
    </li>
  );
}

function Typing({ conversation }: { conversation: ConversationRef }) {
  const [first] = useTyping(conversation);
  const name = useName(first ?? "");
  return <p className="hint">{first !== undefined && `${name} is typing…`}</p>;
}

function Composer({ conversation }: { conversation: ConversationRef }) {
  const store = useChatStore();
  const [draft, setDraft] = useDraft(conversation);
  const text = draft?.text ?? "";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        store.send(conversation, text);
        setDraft(undefined);
      }}
    >
      <input
        aria-label="Message"
        placeholder="Message"
        value={text}
        onChange={({ target }) => {
          setDraft({ text: target.value });
          store.sendTyping(conversation);
        }}
      />
    </form>
  );
}
