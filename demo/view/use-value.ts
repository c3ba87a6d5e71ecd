// A hook that renders a component when a value of the store changes.

import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { ChatStore, Readable } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { Place } from "../chat/state.ts";

type Part = "room" | "messages" | "typing" | "reads" | "members" | "pins" | "draft";
type Value<Name extends Part> = ReturnType<ReturnType<ChatStore[Name]>["get"]>;

/** A part of a conversation: who is typing in it, for example. */
export function usePart<Name extends Part>(
  store: ChatStore,
  part: Name,
  place: Place,
): Value<Name> {
  const readable = useMemo(
    () => store[part](place) as Readable<Value<Name>>,
    [store, part, addressOf(place)],
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
