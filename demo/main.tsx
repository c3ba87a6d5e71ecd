// Starts the page: signs in, connects, and shows the chat until sign-out.

import { render } from "preact";
import { createChat, persistOutbox } from "../client/index.ts";
import { createIndexedDBPersistence } from "../client/indexeddb/index.ts";
import { createChatStore, persistStore } from "../client/store/index.ts";
import { conversationIn } from "./address.ts";
import { makeCommands } from "./chat/commands.ts";
import { mutedBy, notificationsNow, notifyOfMessages } from "./chat/notify.ts";
import { announceEvents } from "./chat/announce.ts";
import { makePage } from "./chat/page.ts";
import { followPresence } from "./chat/presence.ts";
import type { State } from "./chat/state.ts";
import type { Person } from "./person.ts";
import { chatUrl, fetchToken, removePerson, savePerson, NameRefused, signedIn } from "./session.ts";
import { setTheme, themeNow } from "./theme.ts";
import { App } from "./view/app.tsx";
import { SignIn } from "./view/sign-in.tsx";
import { wordsFor } from "./words.ts";

/** How often times such as "5 minutes ago" are updated. */
const TICK_MS = 30_000;

const page = document.getElementById("page");
if (!page) throw new Error("The page has no place for the chat.");
const root = page;

setTheme(themeNow());
const person = signedIn();
if (person) start(person);
else showSignIn();

function showSignIn(error = ""): void {
  render(
    <SignIn
      error={error}
      onSignIn={async (somebody) => {
        // Not every text is a valid user id. It is checked here, because the server would refuse it every time.
        await fetchToken(somebody);
        savePerson(somebody);
        start(somebody);
      }}
    />,
    root,
  );
}

function start(me: Person): void {
  // Unsent messages and drafts survive a reload.
  const persistence = createIndexedDBPersistence({ name: `parley ${me.user_id}` });
  const chat = createChat({
    url: chatUrl(),
    token: () => fetchToken(me),
    outbox: persistOutbox(persistence),
  });
  const store = createChatStore(chat, {
    first_name: me.first_name,
    persister: persistStore(persistence),
  });
  store.suggestName(me.user_id, me.first_name);
  const controller = new AbortController();
  const { signal } = controller;
  const page = makePage(me, store, show);
  const commands = makeCommands(chat, store, page);

  function show(state: State): void {
    if (!signal.aborted)
      render(
        <App
          state={state}
          store={store}
          commands={commands}
          onSignOut={() => {
            signOut();
          }}
        />,
        root,
      );
  }

  function signOut(error?: string): void {
    persistence.clear().catch(() => undefined);
    controller.abort();
    clearInterval(tickTimer);
    endPresence();
    page.end();
    store.destroy();
    chat.close();
    removePerson();
    history.replaceState(null, "", "/");
    showSignIn(error);
  }

  const openFromUrl = (): void => {
    commands.open(conversationIn(location.hash));
  };
  const tick = (): void => {
    page.update({ now: Date.now() });
  };
  const tickTimer = setInterval(tick, TICK_MS);
  const endPresence = followPresence(store, page, () => document.visibilityState === "visible");
  addEventListener("hashchange", openFromUrl, { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState === "visible") commands.reopen();
      tick();
    },
    { signal },
  );

  chat.on("error", (error) => {
    const { retryable, cause } = error;
    // A link may hold a name that the server refuses.
    if (cause instanceof NameRefused) signOut(cause.message);
    // Failures that are retried show as a lost connection.
    else if (!retryable) page.update({ notice: wordsFor(error) });
  });
  page.update({ notifications: notificationsNow(), muted: mutedBy(me.user_id) });
  notifyOfMessages(chat, store, page, commands.go);
  announceEvents(chat, store, page);
  // Closes the conversation once the user is no longer a member.
  chat.on("member_removed", ({ room_id, user_id }) => {
    const { conversation } = page.state;
    const isOpen = conversation && "room_id" in conversation && conversation.room_id === room_id;
    if (user_id !== me.user_id || !isOpen) return;
    commands.open(undefined);
    location.hash = "";
  });
  chat.connect();
  openFromUrl();
}
