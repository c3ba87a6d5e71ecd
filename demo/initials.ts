// The initials of a name, shown without a picture.

/** The first letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? []);
  const initials = words.length > 1 ? [words[0], words.at(-1)] : words;
  return initials.join("").toUpperCase() || "?";
}
