// Every call to AWS in the order in which it began, and which of them had to end before it could begin.

export type Service = "dynamodb" | "post" | "sqs";

/** What a call is taken to last, in milliseconds, wherever a duration is computed. */
export const CALL_MS: Readonly<Record<Service, number>> = { dynamodb: 5, post: 10, sqs: 10 };

export interface Call {
  readonly service: Service;
  /** The operation: `GetItem`, `SendMessage`, … */
  readonly operation: string;
  /** 1, and one more for each call that had ended, one after another, before this one began. */
  readonly depth: number;
  /** When it ends, in milliseconds since the first began, if each lasts as long as `CALL_MS` says and nothing else does. */
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

  /** Forgets everything so far. */
  reset(): void {
    this.#calls = [];
    this.#depth = 0;
    this.#waitedMs = 0;
  }

  /** Notes that a call begins; the function that it returns, that it has ended. */
  begin(service: Service, operation: string): (units?: Units) => void {
    const depth = this.#depth + 1;
    const endsAt = this.#waitedMs + CALL_MS[service];
    const calls = this.#calls;
    const place =
      calls.push({ service, operation, depth, endsAt, readUnits: 0, writeUnits: 0 }) - 1;
    return (units = { readUnits: 0, writeUnits: 0 }) => {
      calls[place] = { service, operation, depth, endsAt, ...units };
      // A call of before the reset says nothing of what came after.
      if (calls !== this.#calls) return;
      this.#depth = Math.max(this.#depth, depth);
      this.#waitedMs = Math.max(this.#waitedMs, endsAt);
    };
  }

  /** In the order in which they began. Those under way are among them, without their units. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** How long what has ended so far was waited for, by `CALL_MS`. */
  get waitedMs(): number {
    return this.#waitedMs;
  }
}
