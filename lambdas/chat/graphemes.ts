// Truncates text without splitting what a reader sees as one character.

let segmenter: Intl.Segmenter | undefined;

// Created only for long texts, because creating a segmenter takes 7 ms of CPU.
const graphemesOf = (text: string): Intl.Segments =>
  (segmenter ??= new Intl.Segmenter()).segment(text);

/** At most this many graphemes. */
export function firstGraphemes(text: string, count: number): string {
  if (text.length <= count) return text;
  let end = 0;
  let left = count;
  // A grapheme may have any number of marks; ten units each are more than any script needs.
  for (const { segment } of graphemesOf(text.slice(0, 10 * count))) {
    if (left-- === 0) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** At most this many UTF-16 units. */
export function firstUnits(text: string, units: number): string {
  if (text.length <= units) return text;
  const { index = 0 } = graphemesOf(text.slice(0, 2 * units)).containing(units) ?? {};
  // A first grapheme longer than the limit is no letter of any script: it is split.
  const cut = text.slice(0, index > 0 ? index : units);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
