// Picks list elements at random, for tests whose randomness is derived from a seed.

/**
 * Returns a function that picks an element of a list with one call of `random`. It returns undefined for an empty list,
 * so `T` must include undefined if the list may be empty.
 */
export const pickFrom =
  (random: () => number) =>
  <T>(list: readonly T[]): T =>
    list[Math.floor(random() * list.length)] as T;
