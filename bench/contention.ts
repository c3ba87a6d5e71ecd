// The cost of contention for a room's log, simulated: milliseconds, puts and reads per message.
//
//   npx tsx bench/contention.ts

import { simulate, type Load } from "./contention-model.ts";

const LOADS: Readonly<Record<string, Load>> = {
  "10 messages a second": { messagesPerSecond: 10 },
  "50 messages a second": { messagesPerSecond: 50 },
  "100 messages a second": { messagesPerSecond: 100, seconds: 60 },
  "100 with ids of the clients'": { messagesPerSecond: 100, seconds: 60, chosenIds: true },
  "120 messages a second": { messagesPerSecond: 120 },
  "150 messages a second": { messagesPerSecond: 150 },
  "10, and 24 toggles of a pin": { messagesPerSecond: 10, togglesPerSecond: 24, seconds: 60 },
  "50 messages at once": { burst: 50 },
  "200 messages at once": { burst: 200 },
};

const figures: Record<string, object> = {};
for (const [title, load] of Object.entries(LOADS)) figures[title] = await simulate(load);
console.table(figures);
