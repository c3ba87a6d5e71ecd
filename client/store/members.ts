// A room's members, and how far each has read.

import { omit, withEntry } from "./maps.ts";
import type { RoomState } from "./state.ts";
import type { Member, RoomAction } from "./types.ts";

/** In larger rooms, the server sends no read marks but the user's own. */
export const MEMBERS_WITH_MARKS = 100;

type Members = ReadonlyMap<string, Member>;

export function reduceMembers(members: Members, action: RoomAction): Members {
  if (action.type === "members_added") {
    const { user_ids, added_at: joined_at } = action.data;
    return user_ids.reduce<Members>(
      (all, user_id) =>
        all.has(user_id)
          ? all
          : withEntry(all, user_id, { user_id, role: "member", joined_at, online: false }),
      members,
    );
  }
  if (action.type === "typing") {
    // A user who types is online.
    const typist = members.get(action.data.user_id);
    return typist && !typist.online
      ? withEntry(members, typist.user_id, { ...typist, online: true })
      : members;
  }
  if (action.type !== "member_removed") return members;
  const { user_id, owner_id = "" } = action.data;
  const rest = omit(members, user_id);
  const owner = rest.get(owner_id);
  return owner ? withEntry(rest, owner_id, { ...owner, role: "owner" }) : rest;
}

type Reads = Pick<RoomState, "marks" | "former">;

/** Marks only move forward, and only for members. Sending a message moves the sender's. */
export function reduceReads(room: RoomState, action: RoomAction, me: string): Reads {
  const { marks, former, summary } = room;
  const mark = (user: string, seq: number): Reads =>
    user !== me && summary.info.member_count > MEMBERS_WITH_MARKS
      ? { marks, former }
      : { marks: moveMark(marks, user, seq), former };
  switch (action.type) {
    case "message":
      return mark(action.data.sender_id, action.data.seq);
    case "seen":
      return mark(action.data.user_id, action.data.seq);
    case "member_removed": {
      const { user_id } = action.data;
      return { marks: omit(marks, user_id), former: new Set(former).add(user_id) };
    }
    case "members_added": {
      const { user_ids, rev } = action.data;
      // A new member has nothing unread. That baseline is valid unless a list is ahead of it.
      const seq = rev > summary.rev ? summary.seq : 0;
      return {
        marks: user_ids.reduce((all, user) => moveMark(all, user, seq), marks),
        former: new Set([...former].filter((user) => !user_ids.includes(user))),
      };
    }
    default:
      return { marks, former };
  }
}

export const moveMark = (
  marks: RoomState["marks"],
  user: string,
  seq: number,
): RoomState["marks"] => (seq > (marks.get(user) ?? 0) ? withEntry(marks, user, seq) : marks);
