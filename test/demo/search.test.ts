// Search in a list of names, and of emoji.

import { expect, it } from "vitest";
import { EMOJI } from "../../demo/emoji.ts";
import { matches } from "../../demo/search.ts";

it("finds words whatever their case, their accents and their order", () => {
  expect(matches("Zoë Müller", "mull zoe")).toBe(true);
  expect(matches("Zoë Müller", "ë")).toBe(true);
  expect(matches("Zoë Müller", "miller")).toBe(false);
  expect(matches("Anything", "")).toBe(true);
  expect(matches("张 Li", "张")).toBe(true);
});

it("has each emoji once, with a word to find it by, and only emoji", () => {
  expect(new Set(EMOJI.map(({ emoji }) => emoji)).size).toBe(EMOJI.length);
  for (const { emoji, name } of EMOJI) {
    expect(emoji).toMatch(/^\p{Extended_Pictographic}\uFE0F?$/u);
    expect(name).toMatch(/^[a-z ]+$/);
  }
});
