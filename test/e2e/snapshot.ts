// A world's content in the table, without the parts that differ between runs: times, nonces, revs, the world's name.

import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../../lambdas/store/table.ts";
import type { World } from "./scenarios.ts";

interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: string | number | boolean | undefined;
}

/**
 * Describes the users and rooms of a world as their members can see them, in lines that are equal in every run.
 * Throws if a log has a gap or a message twice, or if a room's head is behind its log.
 */
export async function snapshot(table: Table, { ann, bob, name }: World): Promise<string[]> {
  const query = async (index: "gsi1" | undefined, key: string): Promise<Item[]> => {
    const input = {
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: index ? "gsi1pk = :key" : "pk = :key",
      ExpressionAttributeValues: { ":key": key },
    };
    return ((await table.client.send(new QueryCommand(input))).Items ?? []) as unknown as Item[];
  };
  const memberships = await Promise.all([ann, bob].map(({ id }) => query("gsi1", `USER#${id}`)));
  const rooms = new Set(memberships.flat().map(({ pk }) => pk));
  const items = await Promise.all([...rooms].map((pk) => query(undefined, pk)));
  const users = await Promise.all([ann, bob].map(({ id }) => query(undefined, `USER#${id}`)));
  return [
    ...items.flatMap(describeRoom),
    ...users.flat().map(({ pk, first_name }) => `${pk} ${String(first_name ?? "-")}`),
  ]
    .map((line) => line.replaceAll(name, "w").replace(/p2p\.\w+/g, "p2p.w"))
    .sort();
}

function describeRoom(items: Item[]): string[] {
  const of = (prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix));
  const room = items.find(({ sk }) => sk === "ROOM");
  if (!room) throw new Error("There is a membership of no room.");
  const log = of("REV#");
  checkLog(room, log);

  const idAt = (rev: string) => log.find(({ sk }) => sk === `REV#${rev}`)?.id;
  const say = (...words: (string | number | boolean | undefined)[]) =>
    words.map((word) => String(word ?? "-")).join(" ");
  return [
    say(room.name, room.image, room.state, room.peers ? "" : (room.owner ?? room.creator)),
    say(room.name, room.member_count, "members", room.seq, "messages"),
    ...of("ROOM#MEMBER#").map(({ sk, left_rev, seen_seq }) =>
      left_rev
        ? say(room.name, sk, "was here")
        : say(room.name, sk, Number(room.seq) - Number(seen_seq), "unread"),
    ),
    ...of("LEFT#").map(({ sk, removed_by, owner }) => say(room.name, sk, removed_by, owner)),
    ...log
      .filter(({ kind }) => kind === "message")
      .map(({ by, id, message, content, edited_rev, deleted_rev, pending, reactions }) =>
        say(room.name, by, id, message, content, !!edited_rev, !!deleted_rev, !!pending, reactions),
      ),
    ...of("PIN#").map(({ sk, pinned }) => say(room.name, "pin", idAt(sk.slice(4)), pinned)),
    ...of("REACTION#").map(({ sk, on }) => {
      const [, rev = "", ...reaction] = sk.split("#");
      return say(room.name, "reaction", idAt(rev), ...reaction, on);
    }),
    ...of("ID#").map(({ sk, sender }) => say(room.name, sk, sender)),
  ];
}

function checkLog(room: Item, log: Item[]): void {
  const revs = log.map(({ sk }) => Number.parseInt(sk.slice(4), 16));
  const last = log.at(-1);
  if (revs.some((rev, index) => rev !== index + 1)) throw new Error(`Holes: ${revs.join()}`);
  if (room.rev !== revs.length) throw new Error(`Room at ${String(room.rev)} of ${revs.length}.`);
  const ids = log.flatMap(({ id }) => id ?? []);
  if (new Set(ids).size < ids.length) throw new Error(`A message is there twice: ${ids.join()}`);
  if (last && room.seq !== last.seq) throw new Error("The room has another seq than its log.");
}
