// The user's display name, and the user id derived from it.

import { LIMITS } from "./limits.ts";

export interface Person {
  readonly user_id: string;
  readonly first_name: string;
}

const LONGEST_ID = 128;

/** For users who do not want to choose a name. */
export const SUGGESTED: readonly Person[] = ["Ann", "Bob", "Cid", "Dora"].map(personNamed);

/** The same name gives the same user, regardless of spaces and case. */
export function personNamed(name: string): Person {
  const first_name = name.trim().slice(0, LIMITS.nameCharacters).toWellFormed();
  return { user_id: idOf(first_name), first_name };
}

/** Characters that an id cannot have become their code, so that ids stay different; white space becomes a hyphen. */
function idOf(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/\s+/g, "-");
  const letters = Array.from(plain, (letter) =>
    /[a-z0-9._:@|-]/.test(letter) ? letter : `.${letter.codePointAt(0)?.toString(16) ?? ""}`,
  );
  const id = letters.join("").replace(/^[-.]+|-+$/g, "");
  if (id === "") return hashOf(name);
  return id.length <= LONGEST_ID ? id : `${id.slice(0, LONGEST_ID - 9)}.${hashOf(name)}`;
}

/** Eight hex digits that distinguish long names (FNV-1a). */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text.split("")) hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
