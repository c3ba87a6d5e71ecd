// The item of a room. Every event of the room writes it, so it is short: one write unit, unless the picture's URL and
// the name or the ids are long.

import type { RoomCreation } from "../../chat/ports.ts";
import type { Era, Room } from "../../chat/model.ts";
import type { RoomType } from "../../../protocol/room.ts";
import { roomIdOf, roomKey } from "../keys.ts";
import type { Item } from "../table.ts";
import { VERSION } from "./version.ts";

export const MAKING = "making";
export const READY = "ready";

interface RoomItem {
  pk: string;
  sk: string;
  name: string;
  type: RoomType;
  image: string;
  creator: string;
  /** Only if the owner is no longer the creator. */
  owner?: string;
  peers?: string[];
  state: typeof MAKING | typeof READY;
  /** A digest of the first members, until the room is ready. */
  roster?: string;
  member_count: number;
  /** Only of a large room. */
  large?: true;
  created_at: number;
  rev: number;
  seq: number;
  last_message_rev: number;
  active_at: number;
  /** When the log's last entry expires. Not the table's expiry: the room stays. */
  log_expires_at?: number;
}

const ERA = "era_";

/** The attribute of a period of the log. Each period has its own, so that a request sets one without the others. */
export const eraAttribute = ({ until }: Pick<Era, "until">): string => ERA + String(until);
export const packEra = ({ rev, seq }: Era): string => `${rev}:${seq}`;

const readEras = (item: Item): Era[] =>
  Object.entries(item).flatMap(([name, value]) => {
    if (!name.startsWith(ERA)) return [];
    const [rev, seq] = String(value).split(":").map(Number);
    return { until: Number(name.slice(ERA.length)), rev: rev ?? 0, seq: seq ?? 0 };
  });

export const newRoomItem = (room: Room, roster: string): Item => ({
  ...roomKey(room.id),
  v: VERSION,
  name: room.name,
  type: room.type,
  image: room.image,
  creator: room.creator,
  peers: room.peers,
  state: MAKING,
  roster,
  member_count: room.memberCount,
  large: room.large,
  created_at: room.createdAt,
  rev: room.head.rev,
  seq: room.head.seq,
  last_message_rev: room.head.lastMessageRev,
  active_at: room.head.activeAt,
});

export function readRoom(item: Item): RoomCreation {
  const stored = item as unknown as RoomItem;
  const eras = readEras(item);
  const room: Room = {
    id: roomIdOf(stored.pk),
    type: stored.type,
    name: stored.name,
    image: stored.image,
    creator: stored.creator,
    ...(!stored.peers && { owner: stored.owner ?? stored.creator }),
    ...(stored.peers && { peers: stored.peers }),
    memberCount: stored.member_count,
    createdAt: stored.created_at,
    ...(stored.large && { large: stored.large }),
    ...(eras.length > 0 && { eras }),
    head: {
      rev: stored.rev,
      seq: stored.seq,
      lastMessageRev: stored.last_message_rev,
      activeAt: stored.active_at,
      ...(stored.log_expires_at !== undefined && { expiresAt: stored.log_expires_at }),
    },
  };
  return { room, roster: stored.roster ?? "", isReady: stored.state === READY };
}
