// Reactions: emoji that members add to a message.

import * as z from "zod/mini";
import { id } from "./identifiers.ts";

let pattern: RegExp | undefined;

// Accepts all emoji that Unicode recommends for interchange, sequences included. The pattern is built by a constructor,
// because its flag is newer than the language level that the sources are compiled for. It is built on first use,
// because that takes several milliseconds of CPU time, and every action loads this file.
const isEmoji = (value: string): boolean =>
  (pattern ??= new RegExp("^\\p{RGI_Emoji}$", "v")).test(value);

/** Selects the emoji form of a character that also has a plain one. */
const VARIATION_SELECTOR = "\uFE0F";

// Some keyboards leave out the selector: an emoji with and without it is the same.
const whole = (value: string): string =>
  !isEmoji(value) && isEmoji(value + VARIATION_SELECTOR) ? value + VARIATION_SELECTOR : value;

/** One emoji as it is displayed: a flag, a family, and an emoji with a skin tone are one each. */
export const emoji = z
  .string()
  .check(z.overwrite(whole), z.refine(isEmoji, "must be one emoji"), z.describe("One emoji."));

export const reactionCount = z
  .object({
    reaction: z.string(),
    count: z.int().check(z.describe("The number of members who have reacted with it.")),
    user_ids: z
      .array(id)
      .check(
        z.describe("Their ids, in the order of their reactions; only the first of very many."),
      ),
  })
  .check(z.describe("An emoji on a message, and the members who reacted with it."));
export type ReactionCount = z.infer<typeof reactionCount>;

export const reactionCounts = z
  .array(reactionCount)
  .check(z.describe("In the order in which they were added. Absent if there are none."));
