// One hook per part of the store's state.

import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import type {
  ChatStore,
  ConnectionView,
  Conversation,
  Draft,
  Member,
  MessagesView,
  Pin,
  Readable,
  RoomsView,
  RoomView,
} from "../store/index.ts";
import { useChatStore } from "./provider.ts";

function useValue<T, U = T>(readable: Readable<T>, select: (value: T) => U): U {
  const get = (): U => select(readable.get());
  return useSyncExternalStore(readable.subscribe, get, get);
}

const itself = <T>(value: T): T => value;

/** Returns the same object for the same conversation, however each render spells it. */
function useStable(conversation: Conversation): Conversation {
  const key = typeof conversation === "string" ? conversation : JSON.stringify(conversation);
  // The key identifies the conversation.
  return useMemo(() => conversation, [key]);
}

type Part<T> = (store: ChatStore, conversation: Conversation) => Readable<T>;

function useConversation<T, U = T>(
  conversation: Conversation,
  part: Part<T>,
  select: (value: T) => U,
): U {
  const store = useChatStore();
  const stable = useStable(conversation);
  const readable = useMemo(() => part(store, stable), [store, stable, part]);
  return useValue(readable, select);
}

const room: Part<RoomView | undefined> = (store, conversation) => store.room(conversation);
const messages: Part<MessagesView> = (store, conversation) => store.messages(conversation);
const typing: Part<readonly string[]> = (store, conversation) => store.typing(conversation);
const reads: Part<ReadonlyMap<string, number> | undefined> = (store, conversation) =>
  store.reads(conversation);
const members: Part<readonly Member[] | undefined> = (store, conversation) =>
  store.members(conversation);
const pins: Part<readonly Pin[] | undefined> = (store, conversation) => store.pins(conversation);
const draft: Part<Draft | undefined> = (store, conversation) => store.draft(conversation);

/** The state of the connection, and the reason for its last change. */
export const useConnection = (): ConnectionView => useValue(useChatStore().connection, itself);

/** The list of rooms, the one with the newest message first. */
export const useRooms = (): RoomsView => useValue(useChatStore().rooms, itself);

/** A room as lists show it; undefined if there is none. */
export const useRoom = (conversation: Conversation): RoomView | undefined =>
  useConversation(conversation, room, itself);

/** A conversation's messages. The conversation is open while a component with this hook is mounted. */
export function useMessages(
  conversation: Conversation,
): MessagesView & { readonly loadOlder: () => Promise<boolean> } {
  const store = useChatStore();
  const stable = useStable(conversation);
  useEffect(() => store.open(stable), [store, stable]);
  const view = useConversation(stable, messages, itself);
  return useMemo(
    () => ({ ...view, loadOlder: () => store.loadOlder(stable) }),
    [view, store, stable],
  );
}

/** The ids of the users who are typing. */
export const useTyping = (conversation: Conversation): readonly string[] =>
  useConversation(conversation, typing, itself);

const unreadOf = (view: RoomView | undefined): number => view?.unread_count ?? 0;
const everything: Part<number> = ({ unread }) => unread;
const unreadIn: Part<number> = (store, conversation) => {
  const { get, subscribe } = store.room(conversation);
  return {
    get: () => unreadOf(get()),
    subscribe: (listener) =>
      subscribe((view) => {
        listener(unreadOf(view));
      }),
  };
};

/** How many messages are unread: in a conversation, or in all rooms. */
export const useUnread = (conversation?: Conversation): number =>
  useConversation(conversation ?? "", conversation === undefined ? everything : unreadIn, itself);

/** Up to which `seq` each member has read: see `readersOf` and `isReadByAll`. */
export const useReads = (conversation: Conversation): ReadonlyMap<string, number> | undefined =>
  useConversation(conversation, reads, itself);

export const useMembers = (conversation: Conversation): readonly Member[] | undefined =>
  useConversation(conversation, members, itself);

export const usePins = (conversation: Conversation): readonly Pin[] | undefined =>
  useConversation(conversation, pins, itself);

/** The draft of a conversation, and its setter. */
export function useDraft(
  conversation: Conversation,
): [Draft | undefined, (draft: Draft | undefined) => void] {
  const store = useChatStore();
  const stable = useStable(conversation);
  const set = useCallback(
    (next: Draft | undefined) => {
      store.setDraft(stable, next);
    },
    [store, stable],
  );
  return [useConversation(stable, draft, itself), set];
}

/** A user's first name, or their id until the name is known. */
export const useName = (userId: string): string =>
  useValue(useChatStore().names, (names) => names.get(userId) ?? userId);
