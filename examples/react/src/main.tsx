// Creates the chat and its store, and renders the app for the user in `?as=`: the local issuer asks for no password.

import { createChat } from "parley-chat";
import { ChatProvider } from "parley-chat/react";
import { createChatStore } from "parley-chat/store";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./style.css";

const me = new URLSearchParams(location.search).get("as") ?? "ann";

async function fetchToken(): Promise<string> {
  const body = JSON.stringify({ user_id: me, first_name: me });
  const response = await fetch("/token", { method: "POST", body });
  const { token } = (await response.json()) as { token: string };
  return token;
}

const url = new URL("/local", location.href);
url.protocol = url.protocol.replace("http", "ws");
const chat = createChat({ url: url.href, token: fetchToken });
const store = createChatStore(chat, { first_name: me });
chat.connect();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
createRoot(root).render(
  <StrictMode>
    <ChatProvider store={store}>
      <App me={me} />
    </ChatProvider>
  </StrictMode>,
);
