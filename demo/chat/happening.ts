// Everything that can change what the page knows: the client's events, what was loaded, and what the person did.

import type { ChatEvent, ChatEvents } from "../../client/index.ts";
import type { Person } from "../person.ts";
import type { Change, Listed, Member, Page, Pending, Pin, Place, Room } from "./state.ts";

export type Happening = Heard | Loaded | Done;

/** An event of the client, under its own name. What waits in the outbox is known here already. */
export type HeardEvent = Exclude<ChatEvent, "outbox">;
type Heard = {
  [Event in HeardEvent]: { readonly type: Event; readonly data: ChatEvents[Event] };
}[HeardEvent];

type Loaded =
  | { readonly type: "listed"; readonly rooms: readonly Listed[] }
  | { readonly type: "loading"; readonly room_id: string; readonly loading: Room["loading"] }
  | { readonly type: "loading_older"; readonly room_id: string; readonly isLoading: boolean }
  | {
      readonly type: "page";
      readonly room_id: string;
      readonly page: Page;
      readonly isNewest: boolean;
    }
  | { readonly type: "members"; readonly room_id: string; readonly members: readonly Member[] }
  | { readonly type: "pins"; readonly room_id: string; readonly pins: readonly Pin[] }
  /** The room is not the person's any more. */
  | { readonly type: "lost"; readonly room_id: string };

type Done =
  /** Names that the person gave, of people who may never have told theirs. */
  | { readonly type: "met"; readonly people: readonly Person[] }
  | { readonly type: "opened"; readonly place: Place | undefined }
  | { readonly type: "sending"; readonly pending: Pending }
  | { readonly type: "refused"; readonly _id: string; readonly refusal: string }
  | { readonly type: "discarded"; readonly _id: string }
  /** A message is about to change. Without `change`: it is not any more. */
  | {
      readonly type: "changing";
      readonly room_id: string;
      readonly message_id: string;
      readonly change?: Change;
    }
  | { readonly type: "notice"; readonly text: string | undefined }
  | { readonly type: "tick"; readonly now: number };
