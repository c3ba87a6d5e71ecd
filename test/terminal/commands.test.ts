// Parses a typed line, and lists the commands.

import { describe, expect, it } from "vitest";
import { COMMAND_NAMES, HELP, parseCommand, type Command } from "../../terminal/commands.ts";

describe("a typed line", () => {
  it.each<[string, Command]>([
    ["hello there", { kind: "say", text: "hello there" }],
    ["  hello  ", { kind: "say", text: "hello" }],
    ["//shrug", { kind: "say", text: "/shrug" }],
    ["", { kind: "nothing" }],
    ["   ", { kind: "nothing" }],
    ["/new bob Hello, Bob!", { kind: "new", to: ["bob"], text: "Hello, Bob!" }],
    ["/new bob,cid Hi", { kind: "new", to: ["bob", "cid"], text: "Hi" }],
    [
      '/group "Long weekend" bob cid',
      { kind: "group", name: "Long weekend", members: ["bob", "cid"] },
    ],
    ["/group Weekend bob, cid", { kind: "group", name: "Weekend", members: ["bob", "cid"] }],
    ["/group Me", { kind: "group", name: "Me", members: [] }],
    ["/rooms", { kind: "rooms" }],
    ["/room 2", { kind: "room", which: "2" }],
    ["/room Long weekend", { kind: "room", which: "Long weekend" }],
    ["/edit 3 better words", { kind: "edit", seq: 3, text: "better words" }],
    ["/edit #3 better", { kind: "edit", seq: 3, text: "better" }],
    ["/delete 3", { kind: "delete", seq: 3 }],
    ["/pin 3", { kind: "pin", seq: 3, on: true }],
    ["/unpin #3", { kind: "pin", seq: 3, on: false }],
    ["/pins", { kind: "pins" }],
    ["/react 3 👍", { kind: "react", seq: 3, reaction: "👍", on: true }],
    ["/unreact #3 👍", { kind: "react", seq: 3, reaction: "👍", on: false }],
    ["/history", { kind: "history", count: undefined }],
    ["/history 50", { kind: "history", count: 50 }],
    ["/members", { kind: "members" }],
    ["/add bob, cid", { kind: "add", users: ["bob", "cid"] }],
    ["/remove bob", { kind: "remove", user: "bob" }],
    ["/rename High tea", { kind: "rename", name: "High tea" }],
    ["/leave", { kind: "leave" }],
    ["/seen 3", { kind: "seen", seq: 3 }],
    ["/seen", { kind: "seen", seq: undefined }],
    ["/typing", { kind: "typing", text: "" }],
    ["/typing a long answer", { kind: "typing", text: "a long answer" }],
    ["/help", { kind: "help" }],
    ["/quit", { kind: "quit" }],
    ['{"action":"ping"}', { kind: "raw", text: '{"action":"ping"}' }],
    ["{broken", { kind: "raw", text: "{broken" }],
  ])("%j is understood", (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each([
    ["/new", "/new <id>"],
    ["/new bob", "/new <id>[,<id>…] <text>"],
    ["/new bob   ", "/new <id>[,<id>…] <text>"],
    ["/group", "/group "],
    ["/room", "/room <number or name>"],
    ["/edit", "/edit <n> <text>"],
    ["/edit 3", "/edit <n> <text>"],
    ["/edit three words", "/edit <n> <text>"],
    ["/delete", "/delete <n>"],
    ["/delete last", "/delete <n>"],
    ["/pin -1", "/pin <n>"],
    ["/unpin", "/unpin <n>"],
    ["/seen all", "/seen [n]"],
    ["/history all", "/history [n]"],
    ["/history 0", "/history [n]"],
    ["/react 3", "/react <n> <emoji>"],
    ["/unreact 👍", "/unreact <n> <emoji>"],
    ["/pin 3 4", "/pin <n>"],
    ["/add", "/add <id> <id>…"],
    ["/remove", "/remove <id>"],
    ["/remove bob cid", "/remove <id>"],
    ["/rename", "/rename <name>"],
    ["/nope", "There is no /nope"],
    ["/constructor", "There is no /constructor"],
    ["/", "There is no /"],
  ])("%j is answered with how to write it", (line, usage) => {
    const command = parseCommand(line);
    expect(command).toEqual({
      kind: "invalid",
      message: expect.stringContaining(usage) as string,
    });
  });
});

describe("the help", () => {
  it.each(COMMAND_NAMES)("tells of /%s", (name) => {
    expect(HELP).toMatch(new RegExp(`^  /${name} .*[a-z]`, "m"));
  });
});
