// Isolates a text's direction from the text around it.

import { expect, it } from "vitest";
import { isolated } from "../../demo/isolate.ts";

it.each([
  ["as it is, where it runs as the sentence does", "Zoë 李雷 🦊", "Zoë 李雷 🦊"],
  ["without what would turn the rest around", "\u202EEve\u2069\u200F", "Eve"],
  ["between marks, where it runs the other way", "דנה (1)", "\u2068דנה (1)\u2069"],
])("foreign words are in a sentence %s", (_how, foreign, words) => {
  expect(isolated(foreign)).toBe(words);
});
