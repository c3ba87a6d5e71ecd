// A page with a chat and no user interface, for tests that control it. It is bundled for the browser.

import { createIndexedDBPersistence } from "../../../client/indexeddb/index.ts";
import { createChat, persistOutbox, type Chat, type Persistence } from "../../../client/index.ts";
import { createLocalStoragePersistence } from "../../../client/localstorage/index.ts";
import { createChatStore, persistStore, type ChatStore } from "../../../client/store/index.ts";
import type { SavedRoom } from "../../../client/store/saved.ts";
import { shareConnection } from "../../../client/tabs/index.ts";

interface Start {
  user: string;
  keep?: "IndexedDB" | "localStorage";
  isShared?: boolean;
}

let chat: Chat;
let store: ChatStore;
let persistence: Persistence | undefined;
const heard: string[] = [];
const settled: string[] = [];

const PLACES = {
  IndexedDB: createIndexedDBPersistence,
  localStorage: createLocalStoragePersistence,
};

const harness = {
  heard,
  settled,
  /** Creates a chat, not connected yet. */
  start({ user, keep, isShared = false }: Start): void {
    const token = async (): Promise<string> => {
      const body = JSON.stringify({ user_id: user });
      const response = await fetch("/token", { method: "POST", body });
      return ((await response.json()) as { token: string }).token;
    };
    persistence = keep && PLACES[keep]({ name: user });
    chat = createChat({
      url: `ws://${location.host}/local`,
      token,
      outbox: persistence && persistOutbox(persistence),
      WebSocket: isShared ? shareConnection(user) : undefined,
      backoff: { initial: 50, max: 50 },
    });
    chat.on("message", (message) => {
      heard.push(message.deleted ? `${message._id} deleted` : message.message);
    });
    chat.on("edited", ({ message }) => heard.push(`edited: ${message}`));
    chat.on("room_updated", ({ room_name }) => heard.push(`renamed: ${room_name ?? ""}`));
    chat.on("seen", ({ user_id, seq }) => heard.push(`${user_id} saw ${seq}`));
    chat.on("error", (error) => heard.push(`${error.code}: ${error.message}`));
  },
  async connect(): Promise<void> {
    chat.connect();
    await chat.ready();
  },
  /** Creates a store for the chat, persisted where the chat is. */
  hold(): void {
    store = createChatStore(chat, { persister: persistence && persistStore(persistence) });
  },
  get store(): ChatStore {
    return store;
  },
  /** How many conversations with that number of messages are persisted. */
  async rooms(messages: number): Promise<number> {
    const rooms = (await persistence?.load("rooms/")) ?? [];
    return rooms.filter(([, room]) => (room as SavedRoom).messages?.length === messages).length;
  },
  texts: (room_id: string): string[] =>
    store
      .messages(room_id)
      .get()
      .messages.map((one) => ("message" in one ? one.message : "-")),
  /** How many entries of the outbox are persisted. */
  kept: async (): Promise<number> => (await persistence?.load("outbox/"))?.length ?? 0,
  get chat(): Chat {
    return chat;
  },
  /** Sends a request, and does not wait for the reply. */
  post<Name extends "sendMessage" | "editMessage" | "updateRoom">(
    name: Name,
    ...payload: Parameters<Chat[Name]>
  ): void {
    const act = chat[name] as (...payload: unknown[]) => Promise<unknown>;
    void act(...payload).then(
      () => settled.push(name),
      (error: unknown) => settled.push(String(error)),
    );
  },
};

export type Harness = typeof harness;

Object.assign(globalThis, { harness });
