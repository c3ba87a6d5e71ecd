// A roving tabindex: a region is one Tab stop, and the arrow keys move between its items.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  Home: -Infinity,
  End: Infinity,
};

export interface Roving<Region extends HTMLElement> {
  readonly ref: RefObject<Region | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusCapture: (event: FocusEvent) => void;
}

/** @param items a selector. At first the item with `aria-current` is the stop, else the first item. */
export function useRoving<Region extends HTMLElement>(items = "button, a"): Roving<Region> {
  const ref = useRef<Region>(null);
  const stop = useRef<Element>(undefined);
  const all = (): HTMLElement[] => [...(ref.current?.querySelectorAll<HTMLElement>(items) ?? [])];
  const mark = (): void => {
    const found = all();
    const current =
      found.find((item) => item === stop.current) ??
      found.find((item) => item.hasAttribute("aria-current")) ??
      found[0];
    for (const item of found) item.tabIndex = item === current ? 0 : -1;
  };
  // After each render, because the items may have changed.
  useLayoutEffect(mark);

  return {
    ref,
    onFocusCapture({ target }) {
      if (!(target instanceof Element) || !target.matches(items)) return;
      stop.current = target;
      mark();
    },
    onKeyDown(event) {
      const step = STEPS[event.key];
      const found = all();
      const at = found.findIndex((item) => item === event.target);
      if (step === undefined || at < 0) return;
      event.preventDefault();
      found[Math.min(found.length - 1, Math.max(0, at + step))]?.focus();
    },
  };
}
