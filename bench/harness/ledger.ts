// Records all calls to AWS in the order in which they began, and the depth of each: the calls that it had to wait for.

export type Service = "dynamodb" | "post" | "sqs";

/** The assumed duration of a call in milliseconds, for computed durations. */
export const CALL_MS: Readonly<Record<Service, number>> = { dynamodb: 5, post: 10, sqs: 10 };

export interface Call {
  readonly service: Service;
  /** The operation: `GetItem`, `SendMessage`, … */
  readonly operation: string;
  /** 1, plus one for each sequential call before this one. */
  readonly depth: number;
  /** The end in milliseconds since the first call began, computed as if only calls took time: each its `CALL_MS`. */
  readonly endsAt: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
}

export class Ledger {
  #calls: Call[] = [];
  #depth = 0;
  #waitedMs = 0;

  /** Removes all calls. */
  reset(): void {
    this.#calls = [];
    this.#depth = 0;
    this.#waitedMs = 0;
  }

  /** Records the beginning of a call; the returned function records its end. */
  begin(service: Service, operation: string): (units?: Units) => void {
    const depth = this.#depth + 1;
    const endsAt = this.#waitedMs + CALL_MS[service];
    const calls = this.#calls;
    const place =
      calls.push({ service, operation, depth, endsAt, readUnits: 0, writeUnits: 0 }) - 1;
    return (units = { readUnits: 0, writeUnits: 0 }) => {
      calls[place] = { service, operation, depth, endsAt, ...units };
      // A call from before the reset does not affect later ones.
      if (calls !== this.#calls) return;
      this.#depth = Math.max(this.#depth, depth);
      this.#waitedMs = Math.max(this.#waitedMs, endsAt);
    };
  }

  /** In the order in which they began. Running calls are included, without their units. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The total waiting time of the calls so far, by `CALL_MS`. */
  get waitedMs(): number {
    return this.#waitedMs;
  }
}
