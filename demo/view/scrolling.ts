// Keeps what somebody reads in its place: at the end, what is new comes into view; further up, nothing moves, also when
// older messages are put before.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RefObject } from "preact";

/** So near to the end counts as being there, in pixels. */
const NEAR_END = 40;
/** So near to the beginning, older messages are wanted. */
const NEAR_START = 600;

export interface Scrolling {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/**
 * @param content the rows' keys: when they change, the place is kept
 * @param onStart called when older messages are wanted
 */
export function useScrolling(content: string, onStart: () => void): Scrolling {
  const ref = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const wasAtEnd = useRef(true);
  /** The message at the top of what is seen, and where it was. */
  const anchor = useRef<{ row: Element; top: number }>(undefined);

  const look = (): void => {
    const box = ref.current;
    if (!box) return;
    wasAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR_END;
    setIsAtEnd(wasAtEnd.current);
    const edge = box.getBoundingClientRect().top;
    // Not the very first: with others of its sender before it, it changes its form.
    const [, ...rows] = box.querySelectorAll("[data-message]");
    const row = rows.find((one) => one.getBoundingClientRect().bottom > edge);
    anchor.current = row && { row, top: row.getBoundingClientRect().top };
    if (box.scrollTop < NEAR_START) onStart();
  };

  const toEnd = (): void => {
    if (ref.current) ref.current.scrollTop = ref.current.scrollHeight;
  };

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    if (wasAtEnd.current) toEnd();
    else if (anchor.current?.row.isConnected) {
      box.scrollTop += anchor.current.row.getBoundingClientRect().top - anchor.current.top;
    }
    look();
  }, [content]);

  useLayoutEffect(() => {
    if (!ref.current) return undefined;
    // The composer grows, a keyboard comes up: the end stays in view.
    const observer = new ResizeObserver(() => {
      if (wasAtEnd.current) toEnd();
    });
    observer.observe(ref.current);
    return () => {
      observer.disconnect();
    };
  }, []);

  return { ref, isAtEnd, onScroll: look, toEnd };
}
