// Picks from lists at random, for runs that follow from a seed.

/** Picks an element of a list by one draw of `random`. Where the list may be empty, `T` includes undefined. */
export const pickFrom =
  (random: () => number) =>
  <T>(list: readonly T[]): T =>
    list[Math.floor(random() * list.length)] as T;
