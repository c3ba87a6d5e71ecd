// The drafts of conversations, persisted if the application wants.

import type { Persistence } from "../persistence.ts";
import { uncaught } from "../uncaught.ts";
import { keyOf, type Conversation } from "./conversation.ts";
import type { Core } from "./core.ts";

/** The unsent text of a conversation: a message, and an edit. */
export interface Draft {
  readonly text: string;
  /** The message that this replies to, as `sendMessage` takes it. */
  readonly reply_message?: Readonly<Record<string, unknown>> | undefined;
  /** The message that is being edited, and its new text so far. */
  readonly edit?: { readonly message_id: string; readonly text: string } | undefined;
}

export interface Drafts {
  readonly get: (conversation: Conversation) => Draft | undefined;
  /** Sets a draft. Without a draft, or with an empty one, deletes it. */
  readonly set: (conversation: Conversation, draft: Draft | undefined) => void;
  /** Stops watching the drafts of other pages. */
  readonly stop: () => void;
}

const PREFIX = "drafts/";

export function makeDrafts(core: Core, persistence: Persistence | undefined): Drafts {
  const drafts = new Map<string, Draft>();
  /** Conversations whose draft changed before the persisted ones were loaded. */
  const written = new Set<string>();

  /** Changes a draft, and notifies subscribers. Returns whether there is anything to store or delete. */
  const apply = (key: string, draft: Draft | undefined): boolean => {
    written.add(key);
    if (!draft && !drafts.has(key)) return false;
    if (draft) drafts.set(key, draft);
    else drafts.delete(key);
    // A pair has two keys.
    const conversation = key.startsWith(" ") ? { user_id: key.slice(1) } : key;
    for (const each of [key, ...core.keysOf(conversation)]) core.subscriptions.touch(each);
    return true;
  };

  // The same user may write in two pages alternately.
  const unwatch = persistence?.watch?.(PREFIX, (name, draft) => {
    apply(name.slice(PREFIX.length), draft as Draft | undefined);
  });
  persistence?.load(PREFIX).then((entries) => {
    for (const [name, draft] of entries) {
      const key = name.slice(PREFIX.length);
      if (!written.has(key)) apply(key, draft as Draft);
    }
  }, uncaught);

  const put = (key: string, draft: Draft | undefined): void => {
    if (!apply(key, draft)) return;
    const name = PREFIX + key;
    (draft ? persistence?.save(name, draft) : persistence?.remove(name))?.catch(uncaught);
  };

  return {
    get(conversation) {
      for (const key of core.keysOf(conversation)) {
        const draft = drafts.get(key);
        if (draft) return draft;
      }
      return undefined;
    },
    set(conversation, draft) {
      const isEmpty = !draft?.text && !draft?.reply_message && !draft?.edit;
      // A pair's draft may be older than its room.
      const [key = keyOf(conversation), ...others] = core.keysOf(conversation);
      put(key, isEmpty ? undefined : draft);
      for (const other of others) put(other, undefined);
    },
    stop: () => unwatch?.(),
  };
}
