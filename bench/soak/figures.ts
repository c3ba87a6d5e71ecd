// The counts and times of a soak, in total and per interval.

import { mkdir } from "node:fs/promises";
import { writeCharts } from "../plot.ts";
import type { Observer } from "./client.ts";

const LATE_MS = 1_000;
const INTERVAL_MS = 5_000;

interface Interval {
  readonly second: number;
  readonly latencies: number[];
  serverBytes: number;
}

export class Figures implements Observer {
  readonly #begun = performance.now();
  readonly #intervals: Interval[] = [];
  readonly #latencies: number[] = [];
  readonly #replies: number[] = [];
  /** Messages that were sent or edited by more than one request. */
  readonly repeatedMessages = new Set<string>();
  readonly #errors: Record<string, number> = {};

  delivered(latencyMs: number): void {
    this.#latencies.push(latencyMs);
    this.#interval().latencies.push(latencyMs);
  }

  answered(_action: string, latencyMs: number): void {
    this.#replies.push(latencyMs);
  }

  refused(code: string): void {
    this.#errors[code] = (this.#errors[code] ?? 0) + 1;
  }

  repeated(payload: { message_id?: string; _id?: string }): void {
    const id = payload.message_id ?? payload._id;
    if (id !== undefined) this.repeatedMessages.add(id);
  }

  memory(bytes: number): void {
    this.#interval().serverBytes = bytes;
  }

  /** Returns the figures as a table of one column. */
  table(): Record<string, number | string> {
    const [first, last] = [this.#intervals.at(0), this.#intervals.at(-1)];
    return {
      "actions answered": this.#replies.length,
      "reply, p50 ms": rounded(quantile(this.#replies, 0.5)),
      "reply, p99 ms": rounded(quantile(this.#replies, 0.99)),
      "messages delivered by push": this.#latencies.length,
      [`delivered late (over ${LATE_MS} ms)`]: this.#latencies.filter((ms) => ms > LATE_MS).length,
      "delivery, p50 ms": rounded(quantile(this.#latencies, 0.5)),
      "delivery, p99 ms": rounded(quantile(this.#latencies, 0.99)),
      "server's memory at first, MB": megabytes(first?.serverBytes ?? 0),
      "server's memory at last, MB": megabytes(last?.serverBytes ?? 0),
      "server's memory at most, MB": megabytes(
        Math.max(0, ...this.#intervals.map(({ serverBytes }) => serverBytes)),
      ),
      "errors answered": JSON.stringify(this.#errors),
    };
  }

  /** Draws latency and memory over time as SVGs in a folder, which is created if missing. */
  async draw(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const series = (name: string, y: (interval: Interval) => number) => ({
      name,
      points: this.#intervals.map((interval) => ({ x: interval.second, y: y(interval) })),
    });
    const x = "seconds";
    await writeCharts(folder, "soak-latency", {
      title: "From a message's sending to its arrival at another client",
      x,
      y: "ms",
      series: [
        series("p50", ({ latencies }) => quantile(latencies, 0.5)),
        series("p99", ({ latencies }) => quantile(latencies, 0.99)),
      ],
    });
    await writeCharts(folder, "soak-memory", {
      title: "The server's memory (RSS), gateway and database included",
      x,
      y: "MB",
      series: [series("server", ({ serverBytes }) => megabytes(serverBytes))],
    });
  }

  #interval(): Interval {
    const second =
      (Math.floor((performance.now() - this.#begun) / INTERVAL_MS) * INTERVAL_MS) / 1_000;
    const last = this.#intervals.at(-1);
    if (last?.second === second) return last;
    const interval = { second, latencies: [], serverBytes: last?.serverBytes ?? 0 };
    this.#intervals.push(interval);
    return interval;
  }
}

const rounded = (value: number) => Math.round(value * 10) / 10;
const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}
