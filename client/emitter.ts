// A typed event emitter.

export interface Emitter<Events extends object> {
  readonly on: <Event extends keyof Events>(
    event: Event,
    listener: (data: Events[Event]) => void,
  ) => () => void;
  emit<Event extends keyof Events>(event: Event, data: Events[Event]): void;
}

/** @param onThrow receives what a listener throws; the other listeners and the emitter continue */
export function makeEmitter<Events extends object>(
  onThrow: (error: unknown) => void,
): Emitter<Events> {
  /** Each listener is wrapped, so that one that is added twice counts twice. */
  const registered = new Map<keyof Events, Set<{ call: (data: never) => void }>>();
  return {
    on(event, listener) {
      const listeners = registered.get(event) ?? new Set();
      const registration = { call: listener };
      registered.set(event, listeners.add(registration));
      return () => {
        listeners.delete(registration);
      };
    },
    emit(event, data) {
      const listeners = registered.get(event) ?? [];
      for (const { call } of [...listeners]) {
        try {
          call(data as never);
        } catch (error) {
          onThrow(error);
        }
      }
    },
  };
}
