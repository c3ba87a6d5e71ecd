// Listeners by event.

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(data: never) => void>>();

  on<Event extends keyof Events>(
    event: Event,
    listener: (data: Events[Event]) => void,
  ): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** A listener that throws stops neither the others nor the client: its error is reported as uncaught. */
  emit<Event extends keyof Events>(event: Event, data: Events[Event]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(data as never);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
