// A token bucket for API Gateway's quotas. The burst is one second's rate.

export class Rate {
  readonly #perSecond: number;
  #left: number;
  #since = Date.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** Takes a token, or returns false if there is none. */
  take(): boolean {
    const now = Date.now();
    const refilled = this.#left + ((now - this.#since) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond, refilled);
    this.#since = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
