// Keeps what somebody reads in its place: at the end, what is new comes into view; further up, nothing moves, also when
// older messages are put before. And sees how far they have read.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** So near to the end counts as being there, in pixels. */
const NEAR_END = 40;
/** So near to the beginning, older messages are wanted. */
const NEAR_START = 600;
/** What is new begins so far below the upper edge. */
const ABOVE_NEW = 48;

export interface ScrollingOptions {
  /** The rows' keys: when they change, the place is kept. */
  readonly content: string;
  /** When it changes, the line of unread messages comes into view. */
  readonly unread: string | undefined;
  /** The newest message that was written here: it comes into view. */
  readonly written: string | undefined;
  /** Older messages are wanted. */
  readonly onStart: () => void;
  /** Everything up to this `seq` was in view. At the end, that is `Infinity`. */
  readonly onSeen: (seq: number) => void;
}

export interface Scrolling {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/** A row, and how far down it was. */
interface Anchor {
  readonly row: Element;
  readonly top: number;
}

export function useScrolling(options: ScrollingOptions): Scrolling {
  const { content, unread, written } = options;
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  /** The message at the top of what is seen, and the newest of all. */
  const anchor = useRef<Anchor>(undefined);
  const newest = useRef<Element>(undefined);
  const seen = useRef(0);
  const before = useRef<Partial<ScrollingOptions>>({});

  const look = (): void => {
    const box = ref.current;
    if (!box) return;
    wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR_END;
    setIsAtEnd(wasAtEnd.current);
    const { top, bottom } = box.getBoundingClientRect();
    const [...rows] = box.querySelectorAll<HTMLElement>("[data-message]");
    // Not the very first: with others of its sender before it, it changes its form.
    const row = rows.slice(1).find((one) => one.getBoundingClientRect().bottom > top);
    anchor.current = row && { row, top: row.getBoundingClientRect().top };
    newest.current = rows.at(-1);
    const last = rows.findLast((one) => one.getBoundingClientRect().bottom <= bottom + 1);
    seen.current = wasAtEnd.current ? Infinity : Number(last?.dataset.seq ?? 0);
  };

  const toEnd = (): void => {
    if (ref.current) ref.current.scrollTop = ref.current.scrollHeight;
  };
  /** Brings a row to the top, as far as there is something below it. */
  const toTop = (row: Element | null | undefined): void => {
    const box = ref.current;
    if (!box || !row) return;
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - ABOVE_NEW;
  };
  const keep = (): void => {
    // What nobody sees come has to be there still when they look.
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
    look();
    if (ref.current && ref.current.scrollTop < NEAR_START) options.onStart();
  }, [content, unread, written]);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    // The composer grows, a keyboard comes up, a message gets a reaction.
    const observer = new ResizeObserver(() => {
      keep();
      look();
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
      look();
      options.onSeen(seen.current);
      if (ref.current && ref.current.scrollTop < NEAR_START) options.onStart();
    },
  };
}
