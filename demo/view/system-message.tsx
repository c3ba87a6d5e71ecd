// A system message in the history: a join, a leave, a name, a picture, or a pin, which links to its message.

import type { HistoryEvent, Pin } from "../../client/store/index.ts";
import { sentenceOf, timeOf } from "../chat/system-message.ts";
import type { State } from "../chat/state.ts";
import { fullTime } from "../times.ts";
import type { MessageActions } from "./message-buttons.tsx";

interface SystemMessageProps extends Pick<MessageActions, "onShow"> {
  id: string;
  state: State;
  event: HistoryEvent;
  pins: readonly Pin[] | undefined;
  /** Whether the Tab key stops here: exactly one message or pin is a stop. */
  isCurrent: boolean;
  onFocus: () => void;
}

export function SystemMessage({ id, state, event, pins, isCurrent, ...props }: SystemMessageProps) {
  const sentence = sentenceOf(event, state).map((piece) =>
    typeof piece === "string" ? piece : <bdi>{piece.name}</bdi>,
  );
  return (
    <li class="system" title={fullTime(timeOf(event))}>
      {event.event === "pin_message" ? (
        <button
          type="button"
          class="link"
          data-pin={id}
          tabIndex={isCurrent ? 0 : -1}
          onFocus={props.onFocus}
          onClick={() => {
            const { _id } = event.data;
            const seq = pins?.find((pin) => pin._id === _id)?.seq;
            props.onShow({ _id, ...(seq !== undefined && { seq }) });
          }}
        >
          {sentence}
        </button>
      ) : (
        sentence
      )}
    </li>
  );
}
