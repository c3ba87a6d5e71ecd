// Makes text from other users safe to print.

// Escape sequences could clear the screen, and characters that change the direction of writing could disguise a text.
const UNSAFE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Replaces unsafe characters, and indents all lines but the first. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(UNSAFE, "�"))
    .join("\n      ");
}
