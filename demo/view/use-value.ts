// A hook that renders a component when a value of the store changes.

import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { ChatStore, Readable } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { ConversationRef } from "../chat/state.ts";

type Part = "room" | "messages" | "typing" | "reads" | "members" | "pins" | "draft";
type Value<Name extends Part> = ReturnType<ReturnType<ChatStore[Name]>["get"]>;

/** The current value of a part of a conversation, `typing` for example. */
export function usePart<Name extends Part>(
  store: ChatStore,
  part: Name,
  conversation: ConversationRef,
): Value<Name> {
  const readable = useMemo(
    () => store[part](conversation) as Readable<Value<Name>>,
    [store, part, addressOf(conversation)],
  );
  const [, setValue] = useState(readable.get);
  useLayoutEffect(
    () =>
      readable.subscribe((value) => {
        setValue(() => value);
      }),
    [readable],
  );
  return readable.get();
}
