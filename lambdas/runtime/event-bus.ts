// The bus that other systems listen to, if the deployment has one. A bus that fails fails no message: it is logged, and
// counted for an alarm.

import type { DomainEvent } from "../../protocol/domain-events.ts";
import type { Publish } from "../chat/domain-events.ts";
import { eventBus } from "../delivery/event-bus.ts";
import { ENVIRONMENT, EVENT_SOURCE } from "../names.ts";
import { requireEnv } from "./environment.ts";
import { log } from "./log.ts";
import { counts } from "./metrics.ts";

/** How long a request waits for the bus, in milliseconds, at most. */
const LIMIT_MS = 3_000;

const name = process.env[ENVIRONMENT.eventBusName];

/** Publishes; nothing without a bus. */
export const publish: Publish | undefined = name === undefined ? undefined : publishTo(name);

function publishTo(name: string): Publish {
  const endpoint = requireEnv(ENVIRONMENT.eventsEndpoint);
  const withText = process.env[ENVIRONMENT.eventText] !== "off";
  const put = eventBus({ endpoint, name, source: EVENT_SOURCE });
  return async (events) => {
    if (events.length === 0) return;
    const started = Date.now();
    try {
      await put(withText ? events : events.map(withoutText), LIMIT_MS);
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

// What an operator needs to find it in the log of its room.
const nameOf = ({ type, detail }: DomainEvent): string =>
  `${type} ${detail.room_id}${"rev" in detail ? ` ${detail.rev}` : ""}`;

function withoutText(event: DomainEvent): DomainEvent {
  if (event.type !== "MessageSent") return event;
  const { text: _text, ...detail } = event.detail;
  return { ...event, detail };
}
