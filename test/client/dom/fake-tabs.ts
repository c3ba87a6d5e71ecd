// Fake Web Locks and BroadcastChannel for the tabs of one site, and tabs that close or stop responding.

import { vi } from "vitest";

interface Waiter {
  readonly owner: object;
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Options = { steal?: boolean; signal?: AbortSignal };
type Run = () => Promise<unknown>;

export interface FakeTab {
  /** The tab stays open, but its scripts get no more events: it is frozen, or busy. */
  silence(): void;
  close(): void;
}

/** A site. `open` opens a tab, whose scripts run until the next tab is opened. */
export function fakeSite(): { open(): FakeTab } {
  const locks = new Map<string, Waiter[]>();
  const channels = new Set<Channel>();

  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    readonly #name: string;
    constructor(name: string) {
      this.#name = name;
      channels.add(this);
    }
    postMessage(data: unknown): void {
      if (!channels.has(this)) return;
      const others = [...channels].filter((other) => other !== this && other.#name === this.#name);
      const copy = structuredClone(data);
      queueMicrotask(() => {
        for (const other of others) if (channels.has(other)) other.onmessage?.({ data: copy });
      });
    }
  }

  /** Gives the lock to the first waiter of its queue. */
  function grant(name: string): void {
    const [holder] = locks.get(name) ?? [];
    if (!holder) return;
    // The grant comes in a turn of its own.
    void Promise.resolve()
      .then(holder.run)
      .then(
        (value) => {
          leave(name, holder);
          holder.resolve(value);
        },
        (error: unknown) => {
          leave(name, holder);
          holder.reject(error);
        },
      );
  }

  function leave(name: string, waiter: Waiter): void {
    const queue = locks.get(name) ?? [];
    const place = queue.indexOf(waiter);
    if (place < 0) return;
    queue.splice(place, 1);
    if (place === 0) grant(name);
  }

  const request = (owner: object, name: string, { steal, signal }: Options, run: Run) =>
    new Promise((resolve, reject) => {
      const waiter: Waiter = { owner, run, resolve, reject };
      const queue = locks.get(name) ?? [];
      locks.set(name, queue);
      if (steal) {
        const [robbed] = queue.splice(0, 1, waiter);
        robbed?.reject(new DOMException("It was stolen.", "AbortError"));
        grant(name);
        return;
      }
      queue.push(waiter);
      signal?.addEventListener("abort", () => {
        if (queue[0] === waiter) return;
        leave(name, waiter);
        reject(signal.reason as Error);
      });
      if (queue.length === 1) grant(name);
    });

  return {
    open() {
      const own: Channel[] = [];
      const owner = {};
      vi.stubGlobal(
        "BroadcastChannel",
        class extends Channel {
          constructor(name: string) {
            super(name);
            own.push(this);
          }
        },
      );
      vi.stubGlobal("navigator", {
        locks: {
          request: (name: string, options: Options | Run, run?: Run) =>
            typeof options === "function"
              ? request(owner, name, {}, options)
              : request(owner, name, options, run as Run),
        },
      });
      const silence = (): void => {
        for (const channel of own) channels.delete(channel);
      };
      return {
        silence,
        close() {
          silence();
          for (const [name, queue] of locks) {
            for (const waiter of queue.filter((one) => one.owner === owner)) leave(name, waiter);
          }
        },
      };
    },
  };
}
