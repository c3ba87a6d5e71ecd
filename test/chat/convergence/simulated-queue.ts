// The fan-out's queue with the worst behaviour of SQS: messages are delivered late, twice, again after a failure, and
// in any order across groups. Messages of one group are delivered in order, one at a time.

import type {
  FanOutQueue,
  QueuedEvent,
  ReceivedEvent,
  Slice,
} from "../../../lambdas/chat/fan-out-queue.ts";
import type { Fate } from "../../../bench/simulation/memory-store.ts";
import { InjectedError } from "../../../bench/simulation/memory-store.ts";

const MAX_RECEIVE_COUNT = 5;

interface Message {
  readonly id: string;
  readonly group: string;
  readonly body: QueuedEvent | Slice;
  receipts: number;
}

export interface Taken {
  readonly body: ReceivedEvent | (Slice & Pick<ReceivedEvent, "receipts">);
  /** Ends the receipt: the message is deleted, or becomes visible again after a failure. */
  end(hasFailed: boolean): void;
}

export class SimulatedQueue implements FanOutQueue {
  readonly #turn: (call: string) => Promise<Fate>;
  readonly #random: () => number;
  readonly #slices = new Set<string>();
  readonly #locked = new Set<string>();
  #messages: Message[] = [];
  #made = 0;

  constructor(random: () => number, turn: (call: string) => Promise<Fate>) {
    this.#random = random;
    this.#turn = turn;
  }

  get length(): number {
    return this.#messages.length;
  }

  sendEvent(event: QueuedEvent): Promise<void> {
    return this.#send(event.room, event);
  }

  async sendSlice(slice: Slice): Promise<void> {
    const key = JSON.stringify(slice);
    if (this.#slices.has(key)) return;
    await this.#send(`${slice.index} ${slice.room}`, slice);
    this.#slices.add(key);
  }

  async #send(group: string, body: QueuedEvent | Slice): Promise<void> {
    const fate = await this.#turn("queue.send");
    if (fate === "failed before") throw new InjectedError("queue.send");
    const put = () => this.#messages.push({ id: `m${++this.#made}`, group, body, receipts: 0 });
    put();
    if (fate === "done twice" || this.#random() < 0.1) put();
    if (fate === "failed after") throw new InjectedError("queue.send");
  }

  /** Receives the first message of a random group without a message in flight. */
  take(): Taken | undefined {
    const free = [...new Set(this.#messages.map(({ group }) => group))].filter(
      (group) => !this.#locked.has(group),
    );
    const group = free[Math.floor(this.#random() * free.length)];
    const message = this.#messages.find((each) => each.group === group);
    if (group === undefined || !message) return undefined;

    this.#locked.add(group);
    const receipts = ++message.receipts;
    return {
      body: { ...message.body, receipts, id: message.id },
      end: (hasFailed) => {
        this.#locked.delete(group);
        if (hasFailed && message.receipts < MAX_RECEIVE_COUNT) return;
        this.#messages = this.#messages.filter((each) => each !== message);
      },
    };
  }
}
