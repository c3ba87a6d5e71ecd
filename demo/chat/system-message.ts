// Formats system messages, which describe events that are not messages, for the history and for screen readers.

import type { HistoryEvent } from "../../client/store/index.ts";
import { isolated } from "../isolate.ts";
import { nameOf } from "./select.ts";
import type { State } from "./state.ts";

/** A sentence in parts: names and titles are separate, because they may have another text direction. */
export type Sentence = readonly (string | { readonly name: string })[];

export function sentenceOf({ event, data }: HistoryEvent, state: State): Sentence {
  const { user_id: me } = state.me;
  const who = (id: string, you = "you") => (id === me ? you : { name: nameOf(state, id) });
  const by = who(event === "member_removed" ? data.removed_by : data.user_id, "You");
  switch (event) {
    case "members_added":
      return [by, " added ", ...listed(data.user_ids.map((id) => who(id)))];
    case "member_removed":
      return data.user_id === data.removed_by
        ? [by, " left"]
        : [by, " removed ", who(data.user_id)];
    case "room_updated": {
      const { room_name, image_url } = data;
      const picture =
        image_url === "" ? "took the group’s picture away" : "changed the group’s picture";
      if (room_name === undefined) return [by, ` ${picture}`];
      const renamed = [by, " renamed the group to ", { name: room_name }];
      return image_url === undefined ? renamed : [...renamed, ` and ${picture}`];
    }
    case "pin_message":
      return [by, " pinned a message"];
  }
}

export const textOf = (sentence: Sentence): string =>
  sentence.map((piece) => (typeof piece === "string" ? piece : isolated(piece.name))).join("");

const listed = (names: Sentence): Sentence =>
  names.flatMap((name, index) => {
    if (index === 0) return [name];
    return [index === names.length - 1 ? " and " : ", ", name];
  });

/** The time of an event, in epoch milliseconds. */
export function timeOf({ event, data }: HistoryEvent): number {
  switch (event) {
    case "members_added":
      return Date.parse(data.added_at);
    case "member_removed":
      return Date.parse(data.removed_at);
    case "room_updated":
      return Date.parse(data.updated_at);
    case "pin_message":
      return Date.parse(data.pinned_at);
  }
}
