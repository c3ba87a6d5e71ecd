// Formats domain events, one readable line each, and posts them to WEBHOOK_URL.
import type { Envelope } from "../../local/event-bus.ts";

/** The time limit of a request to the webhook, in milliseconds. */
const LIMIT_MS = 5_000;

/** One line per event, with its type, its room, its rev and the offline members. Never a message's text. */
export function domainEventLine({ "detail-type": type, detail }: Envelope): string {
  const { room_id, rev, offline_user_ids: offline } = detail;
  const said = [`event ${type}`, `room=${String(room_id)}`];
  if (typeof rev === "number") said.push(`rev=${rev}`);
  if (Array.isArray(offline) && offline.length > 0) said.push(`offline=${offline.join(",")}`);
  return said.join("  ");
}

/** Posts each event to a URL, without retries; a failure prints a line. */
export const webhook =
  (url: string, print: (line: string) => void) =>
  async (envelope: Envelope): Promise<void> => {
    try {
      const { status } = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(envelope),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (status >= 300) print(`WEBHOOK_URL answered ${envelope["detail-type"]} with ${status}`);
    } catch (error) {
      const { message, cause } = error as Error;
      const why = cause instanceof Error ? cause.message : message;
      print(`WEBHOOK_URL did not get ${envelope["detail-type"]}: ${why}`);
    }
  };
