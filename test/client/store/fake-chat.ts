// A fake chat that a test controls by hand: it sees the requests, answers them when it chooses, and emits any event.

import type { Chat } from "../../../client/api.ts";
import { ChatError, type ChatErrorCode } from "../../../client/errors.ts";
import type { ChatEvents, ChatState } from "../../../client/events.ts";
import { CHANGES, type Change, type OutboxEntry } from "../../../client/outbox-api.ts";
import type { ActionName } from "../../../protocol/actions.ts";

type Fields = Record<string, unknown>;

export interface Request {
  readonly action: ActionName;
  readonly payload: Fields;
  answer(data: unknown): void;
  refuse(code: ChatErrorCode, details?: object): void;
}

export interface FakeChat extends Chat {
  state: ChatState;
  userId: string | undefined;
  /** Requests without an answer, in the order in which they were sent. */
  readonly requests: readonly Request[];
  tell<Event extends keyof ChatEvents>(event: Event, data: ChatEvents[Event]): void;
  go(state: ChatState): void;
  /** The oldest unanswered request of an action. */
  asked(action: ActionName): Request;
  /** Answers that request, and lets everything run that follows. */
  answer(action: ActionName, data: unknown): Promise<void>;
  refuse(action: ActionName, code: ChatErrorCode): Promise<void>;
  /** The payloads of all requests of an action so far. */
  all(action: ActionName): Fields[];
}

export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isChange = (action: string): action is Change => Object.hasOwn(CHANGES, action);

export function fakeChat(userId: string | undefined = "ann"): FakeChat {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const requests: Request[] = [];
  const asked: Pick<Request, "action" | "payload">[] = [];
  const outbox: OutboxEntry[] = [];
  let ids = 0;

  const tell = (event: string, data: unknown): void => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(data as never);
  };

  function request(action: ActionName, given: Fields = {}): Promise<unknown> {
    if (chat.state === "closed" && !isChange(action)) return Promise.reject(closed());
    const payload = isChange(action) ? withId(action, given) : given;
    asked.push({ action, payload });
    if (isChange(action) && chat.state === "closed") return Promise.reject(closed());
    const entry = {
      id: idOf(payload) ?? String(++ids),
      action,
      payload,
      attempts: 0,
    } as never as OutboxEntry;
    return new Promise((resolve, reject) => {
      const end = (change: ChatEvents["outbox"]["change"], error?: ChatError): void => {
        requests.splice(requests.indexOf(own), 1);
        if (!isChange(action)) return;
        outbox.splice(outbox.indexOf(entry), 1);
        tell("outbox", { change, entry, ...(error && { error }) });
      };
      const own: Request & { withdraw: () => void; id: string } = {
        action,
        payload,
        id: entry.id,
        answer(data) {
          end("acknowledged");
          resolve(data);
        },
        refuse(code, details = {}) {
          const error = new ChatError(code, `refused: ${code}`, details);
          end(code === "WITHDRAWN" ? "withdrawn" : "failed", error);
          reject(error);
        },
        withdraw() {
          own.refuse("WITHDRAWN");
        },
      };
      requests.push(own);
      if (!isChange(action)) return;
      outbox.push(entry);
      tell("outbox", { change: "added", entry });
    });
  }

  const first = (action: ActionName): Request => {
    const found = requests.find((one) => one.action === action);
    if (!found) throw new Error(`Nobody waits for ${action}.`);
    return found;
  };

  const own = {
    state: "online" as ChatState,
    userId,
    requests,
    tell,
    asked: first,
    all: (action: ActionName) =>
      asked.filter((one) => one.action === action).map(({ payload }) => payload),
    go(state: ChatState) {
      const previous = chat.state;
      chat.state = state;
      tell("connection", { state, previous, reason: "opened", attempt: 1 });
      if (state !== "closed") return;
      for (const one of [...requests]) one.refuse("CLOSED");
    },
    async answer(action: ActionName, data: unknown) {
      first(action).answer(data);
      await settle();
    },
    async refuse(action: ActionName, code: ChatErrorCode) {
      first(action).refuse(code);
      await settle();
    },
    on(event: string, listener: (data: never) => void) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
    outbox: {
      list: () => [...outbox],
      withdraw(id: string) {
        const entry = outbox.find((one) => one.id === id);
        const waiting = requests.find((one) => (one as unknown as { id: string }).id === id);
        (waiting as unknown as { withdraw: () => void } | undefined)?.withdraw();
        return entry;
      },
    },
  };
  const chat = new Proxy(own, {
    get: (target, name: string) =>
      name in target
        ? target[name as never]
        : (payload?: Fields) => request(name as ActionName, payload),
  }) as unknown as FakeChat;
  return chat;
}

const closed = (): ChatError => new ChatError("CLOSED", "The chat was closed.");

const idOf = ({ _id, message }: Fields): string | undefined =>
  (_id ?? (message as Fields | undefined)?._id) as string | undefined;

function withId(action: Change, payload: Fields): Fields {
  return action === "sendMessage" ? { _id: "made", ...payload } : payload;
}
