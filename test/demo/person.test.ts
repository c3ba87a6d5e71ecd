// A user's id, made from the name that they type.

import { expect, it } from "vitest";
import { initialsOf } from "../../demo/initials.ts";
import { personNamed } from "../../demo/person.ts";
import { isUserId } from "../../protocol/users.ts";

it.each([
  ["Ann", "ann"],
  [" Bob  Archer ", "bob-archer"],
  ["Zoë O'Hara", "zoe-o.27hara"],
  ["ann@example.com", "ann@example.com"],
  ["李雷", "674e.96f7"],
  ["<img src=x>", "3cimg-src.3dx.3e"],
  ["🦊", "1f98a"],
])("makes of the name %j the user id %j", (name, id) => {
  expect(personNamed(name).user_id).toBe(id);
  expect(personNamed(name).first_name).toBe(name.trim());
});

it("gives different people different ids", () => {
  const names = ["张 Li", "王 Li", "李雷", "李", "- -", "—", "Ann!", "Ann?", "Ann"];
  const long = ["李".repeat(99), `${"李".repeat(98)}王`];
  const ids = [...names, ...long].map((name) => personNamed(name).user_id);
  expect(new Set(ids).size).toBe(ids.length);
});

it("makes an id that the server accepts from every name, however long", () => {
  for (const name of [
    "李".repeat(200),
    "a".repeat(200),
    "ﷺ".repeat(100),
    "- -",
    "é",
    "x🦊".repeat(50),
  ]) {
    const { user_id, first_name } = personNamed(name);
    expect(isUserId(user_id)).toBe(true);
    expect(first_name.length).toBeLessThanOrEqual(100);
  }
});

it.each([
  ["Ann", "A"],
  ["Thursday pottery", "TP"],
  ["ann van der berg", "AB"],
  ["<img src=x>", "IS"],
  ["李雷", "李"],
  ["🦊", "?"],
])("writes %j on an avatar as %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
