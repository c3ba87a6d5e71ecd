// What a browser says about the network and the page. Elsewhere there is nothing to listen to.

interface Signals {
  /** The network is there again, or somebody looks at the page again. */
  back: () => void;
  /** The browser has no network. */
  gone: () => void;
}

interface Page {
  addEventListener?: EventTarget["addEventListener"];
  removeEventListener?: EventTarget["removeEventListener"];
}

const page = () => globalThis as Page & { document?: Page & { visibilityState?: string } };

/** Whether somebody may be looking; where there is no page, nobody is. */
export const isVisible = (): boolean => page().document?.visibilityState === "visible";

/** Listens until the function that it returns is called. */
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
