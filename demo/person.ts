// People as this page knows them: a name that somebody typed, and the user id that follows from it.

export interface Person {
  readonly user_id: string;
  readonly first_name: string;
}

/** What a name may be long, as the protocol has it. */
export const LONGEST_NAME = 100;
const LONGEST_ID = 128;

/** Offered to whoever does not want to think of a name. */
export const SUGGESTED: readonly Person[] = ["Ann", "Bob", "Cid", "Dora"].map(personNamed);

/** The same name is the same user, however it is spaced or capitalised. */
export function personNamed(name: string): Person {
  const first_name = name.trim().slice(0, LONGEST_NAME).toWellFormed();
  return { user_id: idOf(first_name), first_name };
}

/** Characters that an id may not hold become a hyphen; a name that has no others is written in numbers. */
function idOf(name: string): string {
  const id = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9._:@|-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const numbers = Array.from(name, (character) => character.codePointAt(0)?.toString(16));
  return (id || numbers.join(".")).slice(0, LONGEST_ID);
}
