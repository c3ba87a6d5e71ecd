// The history is one stop of the Tab key. The arrow keys up and down go from message to message, and to pins between them;
// right and left to what can be done with one, and Escape back to it.

/** @param current the id of the message, or the key of the pin, that has the focus, or had it last */
export function moveFocus(
  event: KeyboardEvent,
  ids: readonly string[],
  current: string | undefined,
): void {
  const { key, currentTarget } = event;
  if (current === undefined || !(currentTarget instanceof Element)) return;
  const focus = (element: HTMLElement | null | undefined): void => {
    if (!element) return;
    event.preventDefault();
    element.focus();
  };
  const message = messageElement(currentTarget, current);
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = ids[ids.indexOf(current) + (key === "ArrowUp" ? -1 : 1)];
    if (next !== undefined) focus(messageElement(currentTarget, next));
  } else if (key === "ArrowRight" || key === "ArrowLeft") {
    const [...stops] = message?.querySelectorAll<HTMLElement>("a, button:not(:disabled)") ?? [];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const next = at + (key === "ArrowRight" ? 1 : -1);
    focus(next < 0 ? message : stops[next]);
  } else if (key === "Escape" && document.activeElement !== message) {
    focus(message);
  }
}

export const messageElement = (within: ParentNode, id: string): HTMLElement | null =>
  within.querySelector(`:is([data-message="${CSS.escape(id)}"], [data-pin="${CSS.escape(id)}"])`);
