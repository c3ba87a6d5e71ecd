// The user's commands. A refusal shows as an alert.

import { ChatError, type Chat } from "../../client/index.ts";
import type { ChatStore, Content, Draft, Target } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { Person } from "../person.ts";
import { GONE, wordsFor } from "../words.ts";
import { makeFiles, type Files } from "./files.ts";
import { makeMarks } from "./marks.ts";
import { allowNotifications, withMuted } from "./notify.ts";
import type { Page } from "./page.ts";
import type { Place } from "./state.ts";

export interface Commands extends Pick<ChatStore, "load" | "loadRooms" | "retry" | "discard"> {
  /** Shows a conversation, or none. The address is as it is. */
  readonly open: (place: Place | undefined) => void;
  /** Shows a conversation at once, and has the address follow. */
  readonly go: (place: Place) => void;
  readonly meet: (people: readonly Person[]) => void;
  readonly dismiss: () => void;

  /** Turns notifications on or off. */
  readonly notify: (on: boolean) => Promise<void>;
  readonly mute: (room_id: string, isMuted: boolean) => void;

  readonly files: Files;
  readonly send: (place: Place, content: Content) => void;
  /** Changes a part of the draft. */
  readonly write: (place: Place, change: Partial<Draft>) => void;
  /** Marks a conversation as seen up to a `seq`. */
  readonly see: (place: Place, seq: number) => void;
  /** The user is back at the page: what arrived meanwhile is unread. */
  readonly lookAgain: () => void;
  readonly edit: (message: Target, text: string) => Promise<void>;
  readonly delete: (message: Target) => Promise<void>;
  readonly pin: (message: Target, isPinned: boolean) => Promise<void>;
  readonly react: (message: Target, reaction: string, on: boolean) => Promise<void>;

  readonly older: (place: Place) => Promise<void>;
  /** Loads older messages up to the one with this `seq`. */
  readonly backTo: (place: Place, seq: number) => Promise<void>;
  /** Loads older messages up to the one with this id. If there is none, an alert says so. */
  readonly backToMessage: (place: Place, _id: string) => Promise<void>;
  /** Loads the conversation's members and presence. */
  readonly members: (place: Place) => Promise<void>;

  /** Resolves to the group's id, or undefined if there is none. */
  readonly createGroup: (name: string, people: readonly Person[]) => Promise<string | undefined>;
  readonly addMembers: (room_id: string, people: readonly Person[]) => Promise<void>;
  readonly removeMember: (room_id: string, user_id: string) => Promise<void>;
  readonly rename: (room_id: string, name: string) => Promise<void>;
  /** An empty address takes the picture away. */
  readonly setPicture: (room_id: string, url: string) => Promise<void>;
}

export function makeCommands(chat: Chat, store: ChatStore, page: Page): Commands {
  let close: (() => void) | undefined;

  /** Resolves to undefined if it was refused; an alert says why. */
  async function attempt<T>(request: Promise<T>): Promise<T | undefined> {
    try {
      return await request;
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      if (error.code !== "CLOSED") page.update({ notice: wordsFor(error) });
      return undefined;
    }
  }
  const done = async (request: Promise<unknown>): Promise<void> => {
    await attempt(request);
  };

  function open(place: Place | undefined): void {
    const { place: before } = page.state;
    // A click opens it, and so does the change of the URL that follows.
    if (place && before && addressOf(place) === addressOf(before)) return;
    if (place && "user_id" in place && place.user_id === page.state.me.user_id) {
      page.update({ notice: "That is you. Write to somebody else." });
      return;
    }
    close?.();
    close = place && store.open(place);
    page.update({ place });
  }

  return {
    load: store.load,
    loadRooms: store.loadRooms,
    retry: store.retry,
    discard: store.discard,
    open,
    go(place) {
      open(place);
      location.hash = addressOf(place);
    },
    lookAgain() {
      const { place } = page.state;
      if (!place || !store.room(place).get()?.unread_count) return;
      close?.();
      close = store.open(place);
    },
    meet(people) {
      for (const { user_id, first_name } of people) store.suggestName(user_id, first_name);
    },
    dismiss() {
      page.update({ notice: undefined });
    },

    async notify(on) {
      const notifications = await allowNotifications(on);
      page.update({ notifications });
      if (on && notifications === "off") {
        page.update({ notice: "Your browser does not let this page notify you." });
      }
    },
    mute(room_id, isMuted) {
      page.update({ muted: withMuted(page.state.me.user_id, room_id, isMuted) });
    },

    files: makeFiles(chat),
    send(place, content) {
      store.send(place, content);
      store.setDraft(place, undefined);
    },
    write(place, change) {
      store.setDraft(place, { text: "", ...store.draft(place).get(), ...change });
      if (change.text) store.sendTyping(place);
    },
    see: makeMarks(store),
    edit: (message, text) => done(store.edit(message, text)),
    delete: (message) => done(store.delete(message)),
    pin: (message, isPinned) => done(store.pin(message, isPinned)),
    react: (message, reaction, on) => done(store.react(message, reaction, on)),

    older: (place) => done(store.loadOlder(place)),
    backTo: (place, seq) => done(store.loadBackTo(place, seq)),
    async backToMessage(place, _id) {
      const isHere = (): boolean =>
        store
          .messages(place)
          .get()
          .messages.some((message) => message._id === _id);
      let isMore: boolean | undefined = true;
      while (isMore && !isHere()) isMore = await attempt(store.loadOlder(place));
      if (isMore === false) page.update({ notice: GONE });
    },
    members: (place) => done(store.loadMembers(place)),
    async createGroup(room_name, people) {
      const recipients = people.map(({ user_id }) => user_id);
      return (await attempt(chat.createGroup({ room_name, recipients })))?._id;
    },
    addMembers(room_id, people) {
      const user_ids = people.map(({ user_id }) => user_id);
      return done(chat.addMembers({ room_id, user_ids }));
    },
    removeMember: (room_id, user_id) => done(chat.removeMember({ room_id, user_id })),
    setPicture: (room_id, image_url) => done(chat.updateRoom({ room_id, image_url })),
    rename: (room_id, room_name) => done(chat.updateRoom({ room_id, room_name })),
  };
}
