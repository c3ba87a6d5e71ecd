// What a browser says about the network and the page. Elsewhere there is nothing to listen to.

interface Signals {
  /** The network is there again, or somebody looks at the page again. */
  back: () => void;
  /** The browser has no network. */
  gone: () => void;
}

/** Listens until `signal` is aborted. */
export function watchSignals({ back, gone }: Signals, signal: AbortSignal): void {
  const page = globalThis as Partial<EventTarget> & {
    document?: EventTarget & { visibilityState: string };
  };
  const { document } = page;
  page.addEventListener?.("online", back, { signal });
  page.addEventListener?.("offline", gone, { signal });
  const seen = (): void => {
    if (document?.visibilityState === "visible") back();
  };
  document?.addEventListener("visibilitychange", seen, { signal });
}
