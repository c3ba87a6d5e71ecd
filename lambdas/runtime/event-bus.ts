// The event bus of other systems, if the deployment has one. A failure of the bus does not fail the message: it is
// logged, and counted for the dashboard.

import type { DomainEvent } from "../../protocol/domain-events.ts";
import { eventBus } from "../delivery/event-bus.ts";
import { ENVIRONMENT, EVENT_SOURCE } from "../names.ts";
import { requireEnv } from "./environment.ts";
import { log } from "./log.ts";
import { counts } from "./metrics.ts";

/** The maximum time that a request waits for the bus, in milliseconds. */
const LIMIT_MS = 2_000;

/** Publishes events, at most until a time in epoch milliseconds. Never throws. */
export type PublishUntil = (events: readonly DomainEvent[], until: number) => Promise<void>;

const name = process.env[ENVIRONMENT.eventBusName];

/** Undefined without a bus. */
export const publish: PublishUntil | undefined = name === undefined ? undefined : publishTo(name);

function publishTo(name: string): PublishUntil {
  const endpoint = requireEnv(ENVIRONMENT.eventsEndpoint);
  const withText = process.env[ENVIRONMENT.eventText] !== "off";
  const put = eventBus({ endpoint, name, source: EVENT_SOURCE });
  return async (events, until) => {
    if (events.length === 0) return;
    const started = Date.now();
    try {
      await put(withText ? events : events.map(withoutText), Math.min(LIMIT_MS, until - started));
    } catch (error) {
      const ms = Date.now() - started;
      const cause = error instanceof Error ? error.name : "Error";
      log("warn", "not published", {
        events: events.map(nameOf),
        cause,
        ms,
        ...counts({ unpublished: events.length }),
      });
    }
  };
}

// The fields by which an operator finds an event in the log of its room.
const nameOf = ({ type, detail }: DomainEvent): string =>
  `${type} ${detail.room_id}${"rev" in detail ? ` ${detail.rev}` : ""}`;

function withoutText(event: DomainEvent): DomainEvent {
  if (event.type !== "MessageSent") return event;
  const { text: _text, ...detail } = event.detail;
  return { ...event, detail };
}
