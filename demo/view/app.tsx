// The page of somebody who is signed in: the conversations, the open one, and what is in front of them.

import { useEffect, useRef, useState } from "preact/hooks";
import { addressOf } from "../address.ts";
import type { Commands } from "../chat/commands.ts";
import { isDeleted, type ChatStore, type Pin, type SentMessage } from "../../client/store/index.ts";
import { peopleToChoose } from "../chat/select.ts";
import { roomAt, type Place, type State } from "../chat/state.ts";
import { SUGGESTED } from "../person.ts";
import { Conversation } from "./conversation.tsx";
import { DeleteMessage } from "./delete-message.tsx";
import { Icon } from "./icon.tsx";
import { Members } from "./members.tsx";
import { messageElement } from "./move-focus.ts";
import { NewGroup } from "./new-group.tsx";
import { NewMessage } from "./new-message.tsx";
import { News } from "./news.tsx";
import { Pins } from "./pins.tsx";
import { Rooms } from "./rooms.tsx";

interface AppProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  onSignOut: () => void;
}

type Front = "new message" | "new group" | "members" | "pins" | { readonly delete: SentMessage };

/** A message to go to. */
type Goal = Pick<Pin, "_id" | "seq">;

export function App({ state, store, commands, onSignOut }: AppProps) {
  const [front, setFront] = useState<Front>();
  /** The message to go to once nothing is in front of it. */
  const [goal, setGoal] = useState<Goal>();
  const { place, unread } = state;

  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) Parley` : "Parley";
  }, [unread]);

  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      search.current?.focus();
      search.current?.select();
    };
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
    };
  }, []);

  useEffect(() => {
    if (!goal || front || !place) return;
    setGoal(undefined);
    void show(goal, place, commands);
  }, [goal, front]);

  return (
    <>
      <main class={place ? "app has-conversation" : "app"}>
        <h1 class="hidden">Parley, as {state.me.first_name}</h1>
        <Status state={state} commands={commands} />
        <Rooms
          state={state}
          store={store}
          commands={commands}
          searchRef={search}
          onNewMessage={() => {
            setFront("new message");
          }}
          onNewGroup={() => {
            setFront("new group");
          }}
          onSignOut={onSignOut}
        />
        {place ? (
          <Conversation
            key={addressOf(place)}
            state={state}
            store={store}
            place={place}
            commands={commands}
            onMembers={() => {
              setFront("members");
            }}
            onPins={() => {
              setFront("pins");
            }}
            onDelete={(message) => {
              setFront({ delete: message });
            }}
            onShow={setGoal}
          />
        ) : (
          <Welcome state={state} />
        )}
        <News news={state.news} />
      </main>
      <InFront
        state={state}
        store={store}
        commands={commands}
        front={front}
        onShow={setGoal}
        onClose={() => {
          setFront(undefined);
        }}
      />
    </>
  );
}

const goTo = (place: Place): void => {
  location.hash = addressOf(place);
};

/** That one is offline, or that something was refused. */
function Status({ state: { connection, notice }, commands }: Pick<AppProps, "state" | "commands">) {
  return (
    <>
      <div class="connection" role="status">
        {connection === "offline" && (
          <p>You are offline. What you write waits here, and goes when you are back.</p>
        )}
      </div>
      <div class="notice" role="alert">
        {notice !== undefined && (
          <p>
            {notice}
            <button
              type="button"
              class="icon-button small"
              aria-label="Dismiss"
              onClick={commands.dismiss}
            >
              <Icon name="close" />
            </button>
          </p>
        )}
      </div>
    </>
  );
}

const Welcome = ({ state }: { state: State }) => {
  const other = SUGGESTED.find(({ user_id }) => user_id !== state.me.user_id);
  return (
    <section class="welcome">
      <img src="/icon.svg" alt="" width="64" height="64" />
      <h2>Hello, {state.me.first_name}</h2>
      <p>Choose a conversation, or begin one.</p>
      {other && (
        <p class="hint">
          Nobody there to talk to?{" "}
          <a
            href={`/?as=${other.user_id}${addressOf(state.me)}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            Open a window as {other.first_name}
          </a>
          .
        </p>
      )}
    </section>
  );
};

interface InFrontProps extends Omit<AppProps, "onSignOut"> {
  front: Front | undefined;
  onShow: (pin: Pin) => void;
  onClose: () => void;
}

/** The dialog that is open, if any. */
function InFront({ state, store, commands, front, onShow, onClose }: InFrontProps) {
  const room = roomAt(state, state.place);
  switch (front) {
    case undefined:
      return null;
    case "new message":
      return (
        <NewMessage
          known={peopleToChoose(state)}
          myId={state.me.user_id}
          onChoose={(person) => {
            onClose();
            commands.meet([person]);
            goTo({ user_id: person.user_id });
          }}
          onClose={onClose}
        />
      );
    case "new group":
      return (
        <NewGroup
          known={peopleToChoose(state)}
          onCreate={async (name, people) => {
            commands.meet(people);
            const room_id = await commands.createGroup(name, people);
            onClose();
            if (room_id !== undefined) goTo({ room_id });
          }}
          onClose={onClose}
        />
      );
    case "members":
      return room ? (
        <Members state={state} store={store} room={room} commands={commands} onClose={onClose} />
      ) : null;
    case "pins":
      return room ? (
        <Pins
          state={state}
          store={store}
          room={room}
          commands={commands}
          onClose={onClose}
          onShow={(pin) => {
            onClose();
            onShow(pin);
          }}
        />
      ) : null;
    default:
      return (
        <DeleteMessage
          text={isDeleted(front.delete) ? "" : front.delete.message}
          onDelete={() => void commands.delete(front.delete).then(catchFocus)}
          onClose={onClose}
        />
      );
  }
}

/** What had the focus may be gone. */
function catchFocus(): void {
  if (document.activeElement === document.body) document.getElementById("composer")?.focus();
}

/** Goes to a message, loading what lies between. */
async function show({ _id, seq }: Goal, place: Place, commands: Commands): Promise<void> {
  await commands.backTo(place, seq);
  messageElement(document, _id)?.focus();
}
