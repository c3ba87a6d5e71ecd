// The typing indicator.

import type { ChatStore } from "../../client/store/index.ts";
import { nameOf } from "../chat/select.ts";
import type { ConversationRef, State } from "../chat/state.ts";
import { usePart } from "./use-value.ts";

interface TypingProps {
  state: State;
  store: ChatStore;
  conversation: ConversationRef;
}

export function Typing({ state, store, conversation }: TypingProps) {
  const names = usePart(store, "typing", conversation).map((id) => nameOf(state, id));
  return (
    <p class="typing">
      {names.length > 0 && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {names.length < 3 ? (
            <span>
              <bdi>{names[0]}</bdi>
              {names.length === 2 && (
                <>
                  {" "}
                  and <bdi>{names[1]}</bdi>
                </>
              )}
              {names.length === 1 ? " is typing…" : " are typing…"}
            </span>
          ) : (
            "Several people are typing…"
          )}
        </>
      )}
    </p>
  );
}
