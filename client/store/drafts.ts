// What is being written, per conversation, kept where the application says.

import type { Persistence } from "../persistence.ts";
import { uncaught } from "../uncaught.ts";
import { keyOf, type Conversation } from "./conversation.ts";
import type { Core } from "./core.ts";

/** What is being written in a conversation: a message, and an edit besides. */
export interface Draft {
  readonly text: string;
  /** The message that is being replied to, as `sendMessage` takes it. */
  readonly reply_message?: Readonly<Record<string, unknown>> | undefined;
  /** The message that is being edited, and its new text so far. */
  readonly edit?: { readonly message_id: string; readonly text: string } | undefined;
}

export interface Drafts {
  readonly get: (conversation: Conversation) => Draft | undefined;
  /** Without a draft, or with an empty one: forgets it. */
  readonly set: (conversation: Conversation, draft: Draft | undefined) => void;
}

const PREFIX = "drafts/";

export function makeDrafts(core: Core, persistence: Persistence | undefined): Drafts {
  const drafts = new Map<string, Draft>();
  /** What was written before the kept ones were there. */
  const written = new Set<string>();

  persistence?.load(PREFIX).then((entries) => {
    for (const [name, draft] of entries) {
      const key = name.slice(PREFIX.length);
      if (written.has(key)) continue;
      drafts.set(key, draft as Draft);
      core.subscriptions.touch(key);
    }
  }, uncaught);

  const put = (key: string, draft: Draft | undefined): void => {
    written.add(key);
    if (draft) drafts.set(key, draft);
    else if (!drafts.delete(key)) return;
    core.subscriptions.touch(key);
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
      core.subscriptions.touch(keyOf(conversation));
    },
  };
}
