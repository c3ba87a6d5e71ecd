// The quoted message of a reply: `reply_message`, with one line of its text.

import { isDeleted, type SentMessage } from "../../client/store/index.ts";
import { filesIn } from "./files.ts";

export interface Quote {
  readonly _id: string;
  readonly seq: number;
  readonly sender_id: string;
  /** The beginning of the text. */
  readonly message: string;
}

/** The maximum length of a quote, in graphemes. */
const QUOTE_LENGTH = 120;

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function quoteOf(message: SentMessage): Quote {
  const { _id, seq, sender_id } = message;
  const text = isDeleted(message) ? "" : message.message;
  const [file] = isDeleted(message) ? [] : filesIn(message.attachments);
  return { _id, seq, sender_id, message: beginningOf(text || (file?.name ?? "")) };
}

function beginningOf(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 20 * QUOTE_LENGTH);
  const [...parts] = characters.segment(line);
  if (parts.length <= QUOTE_LENGTH) return line;
  return `${parts
    .slice(0, QUOTE_LENGTH)
    .map(({ segment }) => segment)
    .join("")}…`;
}

/** The content of `reply_message`, if it is a quote by this page or another client. */
export function quoteIn(reply: Readonly<Record<string, unknown>> = {}): Quote | undefined {
  const { _id, seq, sender_id, message } = reply;
  if (typeof _id !== "string" || typeof message !== "string") return undefined;
  return {
    _id,
    message: beginningOf(message),
    seq: typeof seq === "number" ? seq : 0,
    sender_id: typeof sender_id === "string" ? sender_id : "",
  };
}
