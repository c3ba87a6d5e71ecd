// Connections as attributes of an item, a user's or a membership's: one for each, so that SET adds it and REMOVE takes
// just it, with no map to make first.

import type { Connection } from "../../chat/model.ts";
import type { Item } from "../table.ts";

const CONNECTION = "conn:";

export const connectionAttribute = (connectionId: string): string => CONNECTION + connectionId;

/** Until when it can live; a map, if there is more to say. */
export const packConnection = ({ until, since, batch }: Connection): unknown =>
  batch || since !== undefined ? { until, since, batch } : until;

export const readConnections = (item: Item): Connection[] =>
  Object.entries(item)
    .filter(([attribute]) => attribute.startsWith(CONNECTION))
    .map(([attribute, packed]) => ({ id: attribute.slice(CONNECTION.length), ...unpack(packed) }));

const unpack = (packed: unknown): Omit<Connection, "id"> =>
  typeof packed === "object" ? (packed as Omit<Connection, "id">) : { until: Number(packed) };
