// Reactions: emoji that members put on a message.

import * as z from "zod";
import { id } from "./identifiers.ts";

// Of the whole set that Unicode recommends for interchange, sequences included. By a constructor, since the flag is newer
// than the language level that the sources are compiled for.
const EMOJI = new RegExp("^\\p{RGI_Emoji}$", "v");
/** Asks for the colourful form of a character that is also a plain one. */
const VARIATION_SELECTOR = "\uFE0F";

// Some keyboards leave the selector out: with and without it is one emoji.
const whole = (value: string): string =>
  !EMOJI.test(value) && EMOJI.test(value + VARIATION_SELECTOR) ? value + VARIATION_SELECTOR : value;

/** One emoji, as one sees it: a flag, a family and a skin tone are each one. */
export const emoji = z
  .string()
  .overwrite(whole)
  .refine((value) => EMOJI.test(value), "must be one emoji")
  .describe("One emoji.");

export const reactionCount = z
  .object({
    reaction: z.string(),
    count: z.int().describe("How many members it is from."),
    user_ids: z
      .array(id)
      .describe("Who they are, in the order in which they came; of very many the first."),
  })
  .describe("An emoji on a message, and from whom it is.");
export type ReactionCount = z.infer<typeof reactionCount>;

export const reactionCounts = z
  .array(reactionCount)
  .describe("In the order in which they came. Left out if there are none.");
