// A line of the history that nobody wrote: somebody came or went, a name, a picture, a pin.

import type { HistoryEvent } from "../../client/store/index.ts";
import { sentenceOf, timeOf } from "../chat/happened.ts";
import type { State } from "../chat/state.ts";
import { fullTime } from "../times.ts";

interface SystemLineProps {
  state: State;
  event: HistoryEvent;
}

export const SystemLine = ({ state, event }: SystemLineProps) => (
  <li class="system" title={fullTime(timeOf(event))}>
    {sentenceOf(event, state).map((piece) =>
      typeof piece === "string" ? piece : <bdi>{piece.name}</bdi>,
    )}
  </li>
);
