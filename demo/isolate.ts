// Foreign words in a sentence, where no element can keep them apart: in a label, a notification, what is read out.

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const CONTROLS = /[\p{Bidi_Control}]/gu;

/**
 * A name or a text that turns nothing around but itself: without characters that set a direction, and between marks that
 * keep it apart where it may run from right to left. Elements use `<bdi>` instead.
 */
export function isolated(foreign: string): string {
  const plain = foreign.replace(CONTROLS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
