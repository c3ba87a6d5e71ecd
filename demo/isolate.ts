// Isolates foreign words in plain text, whose direction may differ: in labels, notifications and announcements.

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const CONTROLS = /[\p{Bidi_Control}]/gu;

/**
 * A name or a text that does not change the direction of the text around it: without characters that set a direction,
 * and between isolating marks if it may run from right to left. Elements use `<bdi>` instead.
 */
export function isolated(foreign: string): string {
  const plain = foreign.replace(CONTROLS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
