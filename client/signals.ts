// The browser's signals about network and page. Other platforms have none.

interface Signals {
  /** The network is back, or the page is visible again. */
  back: () => void;
  /** The browser has no network. */
  gone: () => void;
}

interface Page {
  addEventListener?: EventTarget["addEventListener"];
  removeEventListener?: EventTarget["removeEventListener"];
}

const page = () => globalThis as Page & { document?: Page & { visibilityState?: string } };

/** Whether the user may be looking; false where there is no page. */
export const isVisible = (): boolean => page().document?.visibilityState === "visible";

/** Listens until the returned function is called. */
export function watchSignals({ back, gone }: Signals): () => void {
  const { document } = page();
  const seen = (): void => {
    if (isVisible()) back();
  };
  const listeners = [
    [page(), "online", back],
    [page(), "offline", gone],
    [document, "visibilitychange", seen],
  ] as const;
  for (const [target, event, listener] of listeners) target?.addEventListener?.(event, listener);
  return () => {
    for (const [target, event, listener] of listeners) {
      target?.removeEventListener?.(event, listener);
    }
  };
}
