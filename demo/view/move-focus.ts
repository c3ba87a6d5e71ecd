// Keyboard navigation in the history, which is one Tab stop. Arrow up and down move between messages and pins, arrow
// right and left between the buttons of a message, and Escape returns to the message.

/** @param current the id of the message, or the key of the pin, that was focused last */
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
