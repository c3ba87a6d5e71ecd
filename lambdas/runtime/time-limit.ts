// The time of one request, counted from its arrival. Contention, the table's retries and delivery are told what is left
// of it, so that they cannot add up to more than API Gateway waits for.

/** API Gateway waits 29 s for an answer; a second of it is for the way back, and for a cold start's load. */
export const ANSWER_WITHIN_MS = 28_000;

export interface TimeLimit {
  /** When the answer must be on its way, in epoch milliseconds. */
  readonly deadline: number;
  /** Aborts then. */
  readonly signal: AbortSignal;
  /** Lets go of the timer. Nothing aborts any more. */
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
