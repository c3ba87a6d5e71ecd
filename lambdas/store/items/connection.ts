// Connections as attributes of a user's or a membership's item. Each has its own attribute, so that SET adds one and
// REMOVE removes one, without a map that would have to exist first.

import type { Connection } from "../../chat/model.ts";
import type { Item } from "../table.ts";

const CONNECTION = "conn:";

export const connectionAttribute = (connectionId: string): string => CONNECTION + connectionId;

/** The attribute's value: `until`, or a map if there are more fields. */
export const packConnection = ({ until, since, batch }: Connection): unknown =>
  batch || since !== undefined ? { until, since, batch } : until;

export const readConnections = (item: Item): Connection[] =>
  Object.entries(item)
    .filter(([attribute]) => attribute.startsWith(CONNECTION))
    .map(([attribute, packed]) => ({ id: attribute.slice(CONNECTION.length), ...unpack(packed) }));

const unpack = (packed: unknown): Omit<Connection, "id"> =>
  typeof packed === "object" ? (packed as Omit<Connection, "id">) : { until: Number(packed) };
