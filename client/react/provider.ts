// Provides a store to the hooks.

import { createContext, createElement, useContext, type ReactNode } from "react";
import type { ChatStore } from "../store/index.ts";

const StoreContext = createContext<ChatStore | undefined>(undefined);

export interface ChatProviderProps {
  /** A store made by `createChatStore`. */
  readonly store: ChatStore;
  readonly children?: ReactNode;
}

/** Descendants of this component may use the hooks. */
export const ChatProvider = ({ store, children }: ChatProviderProps): ReactNode =>
  createElement(StoreContext.Provider, { value: store }, children);

/**
 * The store itself, for its methods: `store.send(…)`, `store.loadOlder(…)`.
 *
 * @throws outside of a `ChatProvider`
 */
export function useChatStore(): ChatStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error("There is no <ChatProvider> around this component.");
  return store;
}
