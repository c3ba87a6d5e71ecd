// One conversation: its messages, who is typing, and where to write.

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

/** A room, or the pair with somebody, which may not be a room yet. */
export type Place = { readonly room_id: string } | { readonly user_id: string };

interface Props {
  place: Place;
  me: string;
}

export function Conversation({ place, me }: Props) {
  const store = useChatStore();
  const room = useRoom(place);
  const { messages, status, error, has_older, loadOlder } = useMessages(place);
  const other = useName("user_id" in place ? place.user_id : (room?.user_id ?? ""));
  const end = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?._id;

  useEffect(() => {
    end.current?.scrollIntoView();
    store.markRead(place);
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
          <Message key={message._id} message={message} place={place} me={me} />
        ))}
        <div ref={end} />
      </ol>
      {status === "failed" && <p role="alert">{error?.message}</p>}
      <Typing place={place} />
      <Composer place={place} />
    </>
  );
}

function Message({ message, place, me }: Props & { message: MessageView }) {
  const store = useChatStore();
  const name = useName(message.sender_id);
  const reads = useReads(place);
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

function Typing({ place }: { place: Place }) {
  const [first] = useTyping(place);
  const name = useName(first ?? "");
  return <p className="hint">{first !== undefined && `${name} is typing…`}</p>;
}

function Composer({ place }: { place: Place }) {
  const store = useChatStore();
  const [draft, setDraft] = useDraft(place);
  const text = draft?.text ?? "";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!text.trim()) return;
        store.send(place, text);
        setDraft(undefined);
      }}
    >
      <input
        aria-label="Message"
        placeholder="Message"
        value={text}
        onChange={({ target }) => {
          setDraft({ text: target.value });
          store.sendTyping(place);
        }}
      />
    </form>
  );
}
