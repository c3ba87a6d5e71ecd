// Finds text as people look for it: whatever its case and its accents, each word anywhere.

const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word of what is looked for is in the text. Nothing is in everything. */
export function matches(text: string, query: string): boolean {
  const within = folded(text);
  return folded(query)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
