// Compiles an application that uses the package with the strictest settings of the TypeScript compiler.

import ts from "typescript";

const STRICTEST: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2020,
  lib: ["lib.es2020.d.ts", "lib.dom.d.ts"],
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  types: [],
  // Checks the package's declarations too.
  skipLibCheck: false,
};

/** The module resolutions that an application may use: that of Node and that of bundlers. */
export const WAYS: Record<string, ts.CompilerOptions> = {
  NodeNext: {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  },
  Bundler: {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  },
};

/** The compiler's messages for the files, each with the name of its file. */
export function faultsOf(files: readonly string[], way: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, { ...STRICTEST, ...way });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}

/** The source of an application that relies on the package's types. */
export const TYPED_APPLICATION = `
import { ChatError, createChat, persistOutbox } from "parley-chat";
import { createIndexedDBPersistence } from "parley-chat/indexeddb";
import { createLocalStoragePersistence } from "parley-chat/localstorage";
import { createChatStore, persistStore } from "parley-chat/store";
import { shareConnection } from "parley-chat/tabs";
import type { ActionName, Member, Message, MessagePage, Room, Tombstone } from "parley-chat";

const persistence = createIndexedDBPersistence() ?? createLocalStoragePersistence();
const chat = createChat({
  url: "wss://chat.example.com/prod",
  token: () => "token",
  outbox: persistOutbox(persistence),
  WebSocket: shareConnection("ann"),
});
export const store = createChatStore(chat, { persister: persistStore(persistence) });
export const names: ActionName[] = ["sendMessage", "ping"];

chat.on("message", (message) => {
  const text: string = message.deleted ? message.deleted_at : message.message;
  // @ts-expect-error A tombstone has no text.
  const wrong: string = message.message;
  void [text, wrong];
});

export async function use(first_name: string | undefined): Promise<[Room[], Member[], string]> {
  const { rooms } = await chat.connectRooms({ first_name });
  const page: MessagePage = await chat.getMessages({ room_id: "tea" });
  const [stands]: (Message | Tombstone)[] = page.messages;
  const { members } = await chat.getMembers({ room_id: "tea" });
  // @ts-expect-error A message needs a room.
  await chat.sendMessage({ message: "Hello" }).catch((error: unknown) => {
    if (error instanceof ChatError && error.code === "FORBIDDEN") return;
    throw error;
  });
  return [rooms, members, stands?.deleted ? "" : (stands?.message ?? "")];
}
`;
