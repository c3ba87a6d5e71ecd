// Which strings count as one emoji.

import { describe, expect, it } from "vitest";
import { emoji } from "../../protocol/reaction.ts";

const SKIN = "👍🏽";

describe("an emoji", () => {
  it.each(["👍", "🎉", SKIN, "❤️", "🇯🇵", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👨🏿", "#️⃣", "1️⃣", "🏳️‍🌈"])(
    "%s is one",
    (text) => {
      expect(emoji.parse(text)).toBe(text);
    },
  );

  it("without its variation selector, which some keyboards leave out, equals the one with it", () => {
    expect(emoji.parse("❤")).toBe("❤️");
    expect(emoji.parse("☺")).toBe("☺️");
  });

  it.each([
    ["nothing", ""],
    ["two", "👍👍"],
    ["a letter", "a"],
    ["a digit, which is a character of keycaps", "1"],
    ["a blank", " "],
    ["one with a blank", "👍 "],
    ["one with a letter", "👍a"],
    ["half of a pair", "👍".slice(0, 1)],
    ["half of a flag", "🇯"],
    ["a joiner", "\u200D"],
    ["a selector", "\uFE0F"],
    ["a skin tone's text", ":+1:"],
    ["very many in one", `👩${"\u200D👩".repeat(1_000)}`],
  ])("is not %s", (_, text) => {
    expect(emoji.safeParse(text).success).toBe(false);
  });
});
