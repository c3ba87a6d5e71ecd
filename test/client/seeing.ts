// Records the events of a chat, so that a test can wait for one.

import type { Chat, ChatEvent, ChatEvents } from "../../client/index.ts";
import { EVENTS } from "../../client/store/follow.ts";

export const EVERY_EVENT = Object.keys(EVENTS) as ChatEvent[];

type Wanted<Event extends ChatEvent> = (data: ChatEvents[Event]) => boolean;

export interface Seeing {
  /** The first event of a kind, past or future, that matches. */
  first<Event extends ChatEvent>(event: Event, wanted?: Wanted<Event>): Promise<ChatEvents[Event]>;
  /** All events of a kind so far. */
  all<Event extends ChatEvent>(event: Event): ChatEvents[Event][];
}

export function seeing(chat: Chat): Seeing {
  const told: [ChatEvent, unknown][] = [];
  const waiting = new Set<() => void>();
  for (const event of EVERY_EVENT) {
    chat.on(event, (data: unknown) => {
      told.push([event, data]);
      for (const look of [...waiting]) look();
    });
  }
  const all = <Event extends ChatEvent>(event: Event) =>
    told.filter(([name]) => name === event).map(([, data]) => data as ChatEvents[Event]);
  return {
    all,
    first: (event, wanted = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = all(event).find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
