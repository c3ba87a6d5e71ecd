// The user's commands. A refusal shows as an alert.

import { ChatError, type Chat } from "../../client/index.ts";
import type { ChatStore, Content, Draft, Target } from "../../client/store/index.ts";
import { addressOf } from "../address.ts";
import type { Person } from "../person.ts";
import { GONE, wordsFor } from "../words.ts";
import { makeFiles, type Files } from "./files.ts";
import { makeMarkRead } from "./read-marks.ts";
import { allowNotifications, withMuted } from "./notify.ts";
import type { Page } from "./page.ts";
import type { ConversationRef } from "./state.ts";

export interface Commands extends Pick<ChatStore, "load" | "loadRooms" | "retry" | "discard"> {
  /** Shows a conversation, or none, without changing the URL. */
  readonly open: (conversation: ConversationRef | undefined) => void;
  /** Shows a conversation, and changes the URL. */
  readonly go: (conversation: ConversationRef) => void;
  /** Remembers the names of users that the server may not know. */
  readonly suggestNames: (people: readonly Person[]) => void;
  readonly dismiss: () => void;

  /** Turns notifications on or off. */
  readonly notify: (on: boolean) => Promise<void>;
  readonly mute: (room_id: string, isMuted: boolean) => void;

  readonly files: Files;
  readonly send: (conversation: ConversationRef, content: Content) => void;
  /** Changes a part of the draft. */
  readonly changeDraft: (conversation: ConversationRef, change: Partial<Draft>) => void;
  /** Marks a conversation as read up to a `seq`. */
  readonly markRead: (conversation: ConversationRef, seq: number) => void;
  /** Reopens the conversation when the user is back at the page: it shows where the unread messages begin. */
  readonly reopen: () => void;
  readonly edit: (message: Target, text: string) => Promise<void>;
  readonly delete: (message: Target) => Promise<void>;
  readonly pin: (message: Target, isPinned: boolean) => Promise<void>;
  readonly react: (message: Target, reaction: string, on: boolean) => Promise<void>;

  readonly loadOlder: (conversation: ConversationRef) => Promise<void>;
  /** Loads older messages up to the one with this `seq`. */
  readonly loadBackTo: (conversation: ConversationRef, seq: number) => Promise<void>;
  /** Loads older messages up to the one with this id. If there is none, an alert says so. */
  readonly loadBackToMessage: (conversation: ConversationRef, _id: string) => Promise<void>;
  /** Loads the conversation's members and presence. */
  readonly loadMembers: (conversation: ConversationRef) => Promise<void>;

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

  /** Resolves to undefined if the request was refused; an alert says why. */
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

  function open(conversation: ConversationRef | undefined): void {
    const { conversation: before } = page.state;
    // A click opens the conversation, and then the change of the URL does so again.
    if (conversation && before && addressOf(conversation) === addressOf(before)) return;
    if (
      conversation &&
      "user_id" in conversation &&
      conversation.user_id === page.state.me.user_id
    ) {
      page.update({ notice: "That is you. Write to somebody else." });
      return;
    }
    close?.();
    close = conversation && store.open(conversation);
    page.update({ conversation });
  }

  return {
    load: store.load,
    loadRooms: store.loadRooms,
    retry: store.retry,
    discard: store.discard,
    open,
    go(conversation) {
      open(conversation);
      location.hash = addressOf(conversation);
    },
    reopen() {
      const { conversation } = page.state;
      if (!conversation || !store.room(conversation).get()?.unread_count) return;
      close?.();
      close = store.open(conversation);
    },
    suggestNames(people) {
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
    send(conversation, content) {
      store.send(conversation, content);
      store.setDraft(conversation, undefined);
    },
    changeDraft(conversation, change) {
      store.setDraft(conversation, { text: "", ...store.draft(conversation).get(), ...change });
      if (change.text) store.sendTyping(conversation);
    },
    markRead: makeMarkRead(store),
    edit: (message, text) => done(store.edit(message, text)),
    delete: (message) => done(store.delete(message)),
    pin: (message, isPinned) => done(store.pin(message, isPinned)),
    react: (message, reaction, on) => done(store.react(message, reaction, on)),

    loadOlder: (conversation) => done(store.loadOlder(conversation)),
    loadBackTo: (conversation, seq) => done(store.loadBackTo(conversation, seq)),
    async loadBackToMessage(conversation, _id) {
      const isHere = (): boolean =>
        store
          .messages(conversation)
          .get()
          .messages.some((message) => message._id === _id);
      let isMore: boolean | undefined = true;
      while (isMore && !isHere()) isMore = await attempt(store.loadOlder(conversation));
      if (isMore === false) page.update({ notice: GONE });
    },
    loadMembers: (conversation) => done(store.loadMembers(conversation)),
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
