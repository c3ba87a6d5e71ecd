// Keeps the scroll position of the history: at the end, new messages scroll into view; further up, the visible messages
// stay where they are, also when older ones are inserted above. Reports up to where messages were in view.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** Up to this distance from the end, the view counts as at the end, in pixels. */
const NEAR_END = 40;
/** Up to this distance from the start, older messages are loaded, in pixels. */
const NEAR_START = 600;
/** The distance of new messages from the upper edge, in pixels. */
const ABOVE_NEW = 48;

export interface ScrollingOptions {
  /** The rows' keys: when they change, the scroll position is kept. */
  readonly content: string;
  /** When it changes, the line above the unread messages scrolls into view. */
  readonly unread: string | undefined;
  /** The newest message that was written here: it scrolls into view. */
  readonly written: string | undefined;
  /** The view is near the start: older messages are needed. */
  readonly onStart: () => void;
  /** All messages up to this `seq` were in view. `Infinity` at the end. */
  readonly onSeen: (seq: number) => void;
}

export interface Scrolling {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/** A row, and its distance from the top. */
interface Anchor {
  readonly row: Element;
  readonly top: number;
}

export function useScrolling(options: ScrollingOptions): Scrolling {
  const { content, unread, written } = options;
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  /** The topmost visible message, and the newest of all. */
  const anchor = useRef<Anchor>(undefined);
  const newest = useRef<Element>(undefined);
  const seen = useRef(0);
  const before = useRef<Partial<ScrollingOptions>>({});

  const measure = (): void => {
    const box = ref.current;
    if (!box) return;
    wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR_END;
    setIsAtEnd(wasAtEnd.current);
    const { top, bottom } = box.getBoundingClientRect();
    const [...rows] = box.querySelectorAll<HTMLElement>("[data-message]");
    // Not the first row: its layout changes when messages of its sender are inserted above.
    const row = rows.slice(1).find((one) => one.getBoundingClientRect().bottom > top);
    anchor.current = row && { row, top: row.getBoundingClientRect().top };
    newest.current = rows.at(-1);
    const last = rows.findLast((one) => one.getBoundingClientRect().bottom <= bottom + 1);
    seen.current = wasAtEnd.current ? Infinity : Number(last?.dataset.seq ?? 0);
  };

  const toEnd = (): void => {
    if (ref.current) ref.current.scrollTop = ref.current.scrollHeight;
  };
  /** Scrolls a row to the top, as far as the content below allows. */
  const toTop = (row: Element | null | undefined): void => {
    const box = ref.current;
    if (!box || !row) return;
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - ABOVE_NEW;
  };
  const keep = (): void => {
    // Messages that arrive while the page is hidden must still be in view when the user returns.
    if (wasAtEnd.current && document.visibilityState === "hidden") return;
    if (wasAtEnd.current) {
      const first = newest.current?.isConnected && newest.current.nextElementSibling;
      if (first) toTop(first);
      else toEnd();
    } else if (ref.current && anchor.current?.row.isConnected) {
      const { row, top } = anchor.current;
      ref.current.scrollTop += row.getBoundingClientRect().top - top;
    }
  };

  useLayoutEffect(() => {
    if (unread !== undefined && unread !== before.current.unread) {
      toTop(ref.current?.querySelector(".unread"));
    } else if (written !== undefined && written !== before.current.written) toEnd();
    else keep();
    before.current = { unread, written };
    measure();
    if (ref.current && ref.current.scrollTop < NEAR_START) options.onStart();
  }, [content, unread, written]);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    // Sizes change when the composer grows, a keyboard opens, or a message gets a reaction.
    const observer = new ResizeObserver(() => {
      keep();
      measure();
    });
    for (const each of [box, ...box.children]) observer.observe(each);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    options.onSeen(seen.current);
  });

  return {
    ref,
    isAtEnd,
    toEnd,
    onScroll() {
      measure();
      options.onSeen(seen.current);
      if (ref.current && ref.current.scrollTop < NEAR_START) options.onStart();
    },
  };
}
