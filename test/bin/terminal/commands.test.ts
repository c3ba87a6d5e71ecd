import { describe, expect, it } from "vitest";
import { HELP, parseCommand, type Command } from "../../../bin/terminal/commands.ts";

describe("a typed line", () => {
  it.each<[string, Command]>([
    ["hello there", { kind: "say", text: "hello there" }],
    ["  hello  ", { kind: "say", text: "hello" }],
    ["//shrug", { kind: "say", text: "/shrug" }],
    ["", { kind: "nothing" }],
    ["   ", { kind: "nothing" }],
    ["/new bob Hello, Bob!", { kind: "new", to: ["bob"], text: "Hello, Bob!" }],
    ["/new bob,cid Hi", { kind: "new", to: ["bob", "cid"], text: "Hi" }],
    ["/new bob", { kind: "new", to: ["bob"], text: "" }],
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
    ["/pin 3", { kind: "pin", seq: 3 }],
    ["/unpin #3", { kind: "unpin", seq: 3 }],
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
    ["/group", "/group "],
    ["/room", "/room <number>"],
    ["/edit", "/edit <n> <text>"],
    ["/edit 3", "/edit <n> <text>"],
    ["/edit three words", "/edit <n> <text>"],
    ["/delete", "/delete <n>"],
    ["/delete last", "/delete <n>"],
    ["/pin -1", "/pin <n>"],
    ["/unpin", "/unpin <n>"],
    ["/seen all", "/seen [n]"],
    ["/nope", "There is no /nope"],
    ["/constructor", "There is no /constructor"],
    ["/", "There is no /"],
  ])("%j is answered with how to write it", (line, usage) => {
    const command = parseCommand(line);
    expect(command).toEqual({
      kind: "mistake",
      message: expect.stringContaining(usage) as string,
    });
  });
});

describe("the help", () => {
  it.each("new group rooms room edit delete pin unpin seen typing help quit".split(" "))(
    "tells of /%s",
    (name) => {
      expect(HELP).toContain(`/${name}`);
    },
  );
});
