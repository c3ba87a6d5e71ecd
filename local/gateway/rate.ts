// A rate as a token bucket, as API Gateway counts its quotas: as many at once as one second brings.

export class Rate {
  readonly #perSecond: number;
  #left: number;
  #since = Date.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond;
  }

  /** Takes one, or returns false if it would be too many. */
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
