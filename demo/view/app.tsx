// The page of a signed-in user: the list of conversations, the open one, and the dialog in front of them.

import { useEffect, useRef, useState } from "preact/hooks";
import { addressOf } from "../address.ts";
import type { Commands } from "../chat/commands.ts";
import type { ChatStore } from "../../client/store/index.ts";
import type { ConversationRef, ScrollTarget, State } from "../chat/state.ts";
import { SUGGESTED } from "../person.ts";
import { countOf } from "../times.ts";
import { Conversation } from "./conversation.tsx";
import { Icon } from "./icon.tsx";
import { Dialogs, type OpenDialog } from "./dialogs.tsx";
import { messageElement } from "./move-focus.ts";
import { Announcements } from "./announcements.tsx";
import { Rooms } from "./rooms.tsx";

interface AppProps {
  state: State;
  store: ChatStore;
  commands: Commands;
  onSignOut: () => void;
}

export function App({ state, store, commands, onSignOut }: AppProps) {
  const [dialog, setDialog] = useState<OpenDialog>();
  /** The message to scroll to once the dialog is closed. */
  const [target, setTarget] = useState<ScrollTarget>();
  const { conversation, unread } = state;

  useEffect(() => {
    document.title = unread > 0 ? `(${countOf(unread)}) Parley` : "Parley";
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (icon) icon.href = unread > 0 ? "/icon-unread.svg" : "/icon.svg";
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
    if (!target || dialog || !conversation) return;
    setTarget(undefined);
    void show(target, conversation, commands);
  }, [target, dialog]);

  return (
    <>
      <main class={conversation ? "app has-conversation" : "app"}>
        <h1 class="hidden">
          Parley, as <bdi>{state.me.first_name}</bdi>
        </h1>
        <Status state={state} commands={commands} />
        <Rooms
          state={state}
          store={store}
          commands={commands}
          searchRef={search}
          onNewMessage={() => {
            setDialog("new message");
          }}
          onNewGroup={() => {
            setDialog("new group");
          }}
          onSignOut={onSignOut}
        />
        {conversation ? (
          <Conversation
            key={addressOf(conversation)}
            state={state}
            store={store}
            conversation={conversation}
            commands={commands}
            onMembers={() => {
              setDialog("members");
            }}
            onPins={() => {
              setDialog("pins");
            }}
            onDelete={(message) => {
              setDialog({ delete: message });
            }}
            onShow={setTarget}
          />
        ) : (
          <Welcome state={state} />
        )}
        <Announcements announcements={state.announcements} />
      </main>
      <Dialogs
        state={state}
        store={store}
        commands={commands}
        open={dialog}
        onShow={setTarget}
        onClose={() => {
          setDialog(undefined);
        }}
      />
    </>
  );
}

/** Shows that the connection is lost, or that something was refused. */
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
      <h2>
        Hello, <bdi>{state.me.first_name}</bdi>
      </h2>
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

/** Scrolls to a message after loading all messages from there on. */
async function show(
  { _id, seq }: ScrollTarget,
  conversation: ConversationRef,
  commands: Commands,
): Promise<void> {
  await (seq === undefined
    ? commands.loadBackToMessage(conversation, _id)
    : commands.loadBackTo(conversation, seq));
  messageElement(document, _id)?.focus();
}
