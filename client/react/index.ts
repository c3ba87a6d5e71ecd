// React hooks for the store: each renders its component only when its own value changes.
//
//     <ChatProvider store={store}>…</ChatProvider>
//     const { messages } = useMessages({ room_id: "tea" });

export { ChatProvider, useChatStore, type ChatProviderProps } from "./provider.ts";
export {
  useConnection,
  useDraft,
  useMembers,
  useMessages,
  useName,
  usePins,
  useReads,
  useRoom,
  useRooms,
  useTyping,
  useUnread,
} from "./hooks.ts";
