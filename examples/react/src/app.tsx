// The list of rooms beside the open conversation.

import { useConnection, useName, useRooms, useTyping, useUnread } from "parley-chat/react";
import type { RoomView } from "parley-chat/store";
import { useEffect, useState } from "react";
import { Conversation, type ConversationRef } from "./conversation.tsx";

export function App({ me }: { me: string }) {
  const [conversation, setConversation] = useState<ConversationRef>();
  const unread = useUnread();
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley in React` : "Parley in React";
  }, [unread]);
  return (
    <>
      <aside>
        <header>
          <h1>{me}</h1>
          <Connection />
        </header>
        <Begin onBegin={setConversation} />
        <Rooms onOpen={setConversation} />
      </aside>
      <main>
        {conversation ? (
          <Conversation key={JSON.stringify(conversation)} conversation={conversation} me={me} />
        ) : (
          <p className="hint">Choose a conversation, or begin one.</p>
        )}
      </main>
    </>
  );
}

function Connection() {
  const { state, retryDelay } = useConnection();
  const again =
    retryDelay === undefined ? "" : `, trying again in ${Math.ceil(retryDelay / 1000)} s`;
  return (
    <p role="status" className={state}>
      {state}
      {again}
    </p>
  );
}

function Begin({ onBegin }: { onBegin: (conversation: ConversationRef) => void }) {
  const [userId, setUserId] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (userId.trim()) onBegin({ user_id: userId.trim() });
        setUserId("");
      }}
    >
      <input
        aria-label="Write to"
        placeholder="Write to…"
        value={userId}
        onChange={({ target }) => {
          setUserId(target.value);
        }}
      />
    </form>
  );
}

function Rooms({ onOpen }: { onOpen: (conversation: ConversationRef) => void }) {
  const { rooms, status, error } = useRooms();
  if (status === "failed") return <p role="alert">{error?.message}</p>;
  return (
    <ul aria-label="Rooms">
      {rooms.map((room) => (
        <Room key={room.room_id} room={room} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function Room({
  room,
  onOpen,
}: {
  room: RoomView;
  onOpen: (conversation: ConversationRef) => void;
}) {
  const { room_id, info, user_id, last_message: last, unread_count: unread } = room;
  const other = useName(user_id ?? "");
  const typing = useTyping(room_id);
  const preview = last?.deleted ? "message deleted" : last?.message;
  return (
    <li>
      <button
        onClick={() => {
          onOpen({ room_id });
        }}
      >
        <b>{user_id === undefined ? info.room_name : other}</b>
        {unread > 0 && <span className="badge">{unread}</span>}
        <span className="hint">{typing.length > 0 ? "typing…" : preview}</span>
      </button>
    </li>
  );
}
