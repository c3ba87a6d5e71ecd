// The quoted message above a reply. A click scrolls to it, loading older pages if necessary.

import type { Quote } from "../chat/quote.ts";
import { nameOf } from "../chat/select.ts";
import type { State } from "../chat/state.ts";

interface QuotedProps {
  state: State;
  quote: Quote;
  onShow: (quote: Quote) => void;
}

export const Quoted = ({ state, quote, onShow }: QuotedProps) => (
  <button
    type="button"
    class="quote"
    tabIndex={-1}
    disabled={quote.seq === 0}
    onClick={() => {
      onShow(quote);
    }}
  >
    <span class="hidden">In answer to </span>
    <bdi class="author">{quote.sender_id ? nameOf(state, quote.sender_id) : "Somebody"}</bdi>
    <bdi class="excerpt">{quote.message || "an attachment"}</bdi>
  </button>
);
