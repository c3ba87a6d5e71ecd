// What a browser says about the network and the page. Elsewhere there is nothing to listen to.

interface Signals {
  /** The network is there again, or somebody looks at the page again. */
  back: () => void;
  /** The browser has no network. */
  gone: () => void;
}

/** Returns what ends it. */
export function watchSignals({ back, gone }: Signals): () => void {
  const page = globalThis as Partial<EventTarget> & {
    document?: EventTarget & { visibilityState: string };
  };
  const { document } = page;
  const seen = (): void => {
    if (document?.visibilityState === "visible") back();
  };
  page.addEventListener?.("online", back);
  page.addEventListener?.("offline", gone);
  document?.addEventListener("visibilitychange", seen);
  return () => {
    page.removeEventListener?.("online", back);
    page.removeEventListener?.("offline", gone);
    document?.removeEventListener("visibilitychange", seen);
  };
}
