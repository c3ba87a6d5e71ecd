// React's way to the store: each hook renders its component for its own change, and for no other.
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
