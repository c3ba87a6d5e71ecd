// The time limit of one request, counted from its arrival. Contention, the table's retries and delivery share it, so
// that together they cannot exceed API Gateway's limit.

/** API Gateway waits 29 s for an answer; one second is for the network and for loading at a cold start. */
export const ANSWER_WITHIN_MS = 28_000;

export interface TimeLimit {
  /** When the reply must be sent, in epoch milliseconds. */
  readonly deadline: number;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
  /** Clears the timer: the signal no longer aborts. */
  readonly clear: () => void;
}

/** The time limit of a request that arrived at `arrival`, in epoch milliseconds. */
export function timeLimit(arrival: number, withinMs = ANSWER_WITHIN_MS): TimeLimit {
  const deadline = arrival + withinMs;
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
  }, deadline - Date.now());
  return {
    deadline,
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
    },
  };
}
