// Puts the page together: somebody signs in, and is then connected until they sign out.

import { render } from "preact";
import { createChat } from "../client/index.ts";
import { placeIn } from "./address.ts";
import { makeCommands } from "./chat/commands.ts";
import { follow } from "./chat/follow.ts";
import { makeLoading } from "./chat/loading.ts";
import { firstState, type State } from "./chat/state.ts";
import { makeStore } from "./chat/store.ts";
import type { Person } from "./person.ts";
import { chatUrl, fetchToken, forgetPerson, keepPerson, Refused, signedIn } from "./session.ts";
import { App } from "./view/app.tsx";
import { SignIn } from "./view/sign-in.tsx";

/** How often times such as "5 minutes ago" are told anew, and who is online is asked. */
const TICK_MS = 30_000;

const page = document.getElementById("page");
if (!page) throw new Error("The page has no place for the chat.");
const root = page;

const person = signedIn();
if (person) start(person);
else welcome();

function welcome(fault = ""): void {
  render(
    <SignIn
      fault={fault}
      onSignIn={async (somebody) => {
        // Not everything can be a user's id. Better asked before than failed at for ever.
        await fetchToken(somebody);
        keepPerson(somebody);
        start(somebody);
      }}
    />,
    root,
  );
}

function start(me: Person): void {
  const chat = createChat({ url: chatUrl(), token: () => fetchToken(me) });
  const store = makeStore(firstState(me, Date.now()), show);
  const loading = makeLoading(chat, store);
  const commands = makeCommands(chat, store, loading);
  const over = new AbortController();
  const { signal } = over;

  function show(state: State): void {
    if (!signal.aborted)
      render(
        <App
          {...{ state, commands }}
          onSignOut={() => {
            signOut();
          }}
        />,
        root,
      );
  }

  function signOut(fault?: string): void {
    over.abort();
    clearInterval(ticking);
    chat.close();
    forgetPerson();
    history.replaceState(null, "", "/");
    welcome(fault);
  }

  const openNamed = (): void => {
    commands.open(placeIn(location.hash));
  };
  const ticking = setInterval(() => {
    store.dispatch({ type: "tick", now: Date.now() });
    if (document.visibilityState === "visible") void loading.presence();
  }, TICK_MS);
  addEventListener("hashchange", openNamed, { signal });
  // What came while nobody looked is seen now.
  document.addEventListener(
    "visibilitychange",
    () => {
      store.dispatch({ type: "tick", now: Date.now() });
    },
    { signal },
  );

  // A link may name somebody who cannot be.
  chat.on("error", ({ cause }) => {
    if (cause instanceof Refused) signOut(cause.message);
  });
  follow(chat, store, loading);
  chat.connect();
  openNamed();
  void loading.list().then(() => loading.conversation(store.state.place));
}
