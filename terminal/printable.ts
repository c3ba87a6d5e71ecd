// Makes text of others safe to print.

// Escape sequences, and characters that turn the direction of writing: others' text could otherwise clear the screen, or
// pass for something it is not.
const TREACHEROUS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Further lines of it are set in. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(TREACHEROUS, "�"))
    .join("\n      ");
}
