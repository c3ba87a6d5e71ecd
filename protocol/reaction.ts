// Reactions: emoji that members put on a message.

import * as z from "zod/mini";
import { id } from "./identifiers.ts";

let pattern: RegExp | undefined;

// Of the whole set that Unicode recommends for interchange, sequences included. By a constructor, since the flag is newer
// than the language level that the sources are compiled for; and only once it is asked for, since to make it takes several
// milliseconds of CPU, and every action loads this file.
const isEmoji = (value: string): boolean =>
  (pattern ??= new RegExp("^\\p{RGI_Emoji}$", "v")).test(value);

/** Asks for the colourful form of a character that is also a plain one. */
const VARIATION_SELECTOR = "\uFE0F";

// Some keyboards leave the selector out: with and without it is one emoji.
const whole = (value: string): string =>
  !isEmoji(value) && isEmoji(value + VARIATION_SELECTOR) ? value + VARIATION_SELECTOR : value;

/** One emoji, as one sees it: a flag, a family and a skin tone are each one. */
export const emoji = z
  .string()
  .check(z.overwrite(whole), z.refine(isEmoji, "must be one emoji"), z.describe("One emoji."));

export const reactionCount = z
  .object({
    reaction: z.string(),
    count: z.int().check(z.describe("How many members it is from.")),
    user_ids: z
      .array(id)
      .check(z.describe("Who they are, in the order in which they came; of very many the first.")),
  })
  .check(z.describe("An emoji on a message, and who reacted with it."));
export type ReactionCount = z.infer<typeof reactionCount>;

export const reactionCounts = z
  .array(reactionCount)
  .check(z.describe("In the order in which they came. Left out if there are none."));
