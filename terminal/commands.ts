// Parses a typed line: a message, a slash command, or a raw frame.

/** A command for the room that the user is in. `seq`: a message's number. */
export type RoomCommand =
  | { kind: "say"; text: string }
  | { kind: "typing"; text: string }
  | { kind: "edit"; seq: number; text: string }
  | { kind: "delete"; seq: number }
  | { kind: "pin"; seq: number; on: boolean }
  | { kind: "react"; seq: number; reaction: string; on: boolean }
  /** Without a number: up to the last message. */
  | { kind: "seen"; seq: number | undefined }
  /** Without a number: one page. */
  | { kind: "history"; count: number | undefined }
  | { kind: "members" }
  | { kind: "pins" }
  | { kind: "add"; users: string[] }
  | { kind: "remove"; user: string }
  | { kind: "rename"; name: string }
  | { kind: "leave" };

export type Command =
  | RoomCommand
  | { kind: "new"; to: string[]; text: string }
  | { kind: "group"; name: string; members: string[] }
  | { kind: "rooms" }
  | { kind: "room"; which: string }
  | { kind: "raw"; text: string }
  | { kind: "help" }
  | { kind: "quit" }
  | { kind: "nothing" }
  /** An invalid line; `message` says how to write it. */
  | { kind: "invalid"; message: string };

interface Definition {
  readonly usage: string;
  readonly help: string;
  /** Returns undefined if the line does not match `usage`. */
  readonly parse: (rest: string) => Command | undefined;
}

const COMMANDS: Readonly<Record<string, Definition>> = {
  new: {
    usage: "<id>[,<id>…] <text>",
    help: "write to someone, or to several: finds or makes the conversation",
    parse(rest) {
      const { first, rest: text } = firstWord(rest);
      const to = words(first);
      return to.length > 0 && text ? { kind: "new", to, text } : undefined;
    },
  },
  group: {
    usage: '"<name>" <id> <id>…',
    help: "make a group",
    parse(rest) {
      const { first: name, rest: ids } = firstWord(rest);
      return name ? { kind: "group", name, members: words(ids) } : undefined;
    },
  },
  rooms: { usage: "", help: "list your rooms", parse: () => ({ kind: "rooms" }) },
  room: {
    usage: "<number or name>",
    help: "go to a room of that list",
    parse: (which) => (which ? { kind: "room", which } : undefined),
  },
  history: {
    usage: "[n]",
    help: "show the 20, or n, messages before those that you see",
    parse(rest) {
      const count = numberIn(rest);
      return rest && !count ? undefined : { kind: "history", count };
    },
  },
  edit: {
    usage: "<n> <text>",
    help: "change your message #n",
    parse: onMessage((seq, text) => (text ? { kind: "edit", seq, text } : undefined)),
  },
  delete: {
    usage: "<n>",
    help: "delete it",
    parse: onMessage((seq, rest) => (rest ? undefined : { kind: "delete", seq })),
  },
  pin: { usage: "<n>", help: "pin a message", parse: onMessage(pin(true)) },
  unpin: { usage: "<n>", help: "take the pin off", parse: onMessage(pin(false)) },
  pins: { usage: "", help: "list what is pinned", parse: () => ({ kind: "pins" }) },
  react: { usage: "<n> <emoji>", help: "put an emoji on a message", parse: onMessage(react(true)) },
  unreact: { usage: "<n> <emoji>", help: "take it off", parse: onMessage(react(false)) },
  seen: {
    usage: "[n]",
    help: "you have read up to #n, or up to the last one",
    parse(rest) {
      const seq = numberIn(rest);
      return rest && seq === undefined ? undefined : { kind: "seen", seq };
    },
  },
  typing: {
    usage: "[text]",
    help: "show the others that you are writing",
    parse: (text) => ({ kind: "typing", text }),
  },
  members: {
    usage: "",
    help: "list who is in the room, and who is online",
    parse: () => ({ kind: "members" }),
  },
  add: {
    usage: "<id> <id>…",
    help: "add people to the group",
    parse(rest) {
      const users = words(rest);
      return users.length > 0 ? { kind: "add", users } : undefined;
    },
  },
  remove: {
    usage: "<id>",
    help: "remove somebody from the group",
    parse: (user) => (/^\S+$/.test(user) ? { kind: "remove", user } : undefined),
  },
  rename: {
    usage: "<name>",
    help: "give the group another name",
    parse: (name) => (name ? { kind: "rename", name } : undefined),
  },
  leave: { usage: "", help: "leave the group", parse: () => ({ kind: "leave" }) },
  help: { usage: "", help: "show this", parse: () => ({ kind: "help" }) },
  quit: { usage: "", help: "end", parse: () => ({ kind: "quit" }) },
};

export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

const usageOf = (name: string): string => `/${name} ${COMMANDS[name]?.usage ?? ""}`.trim();

const helpLine = (what: string, help: string): string => `  ${what.padEnd(28)}${help}`;

export const HELP = [
  "Whatever you type goes to the room that you are in, except:",
  ...COMMAND_NAMES.map((name) => helpLine(usageOf(name), COMMANDS[name]?.help ?? "")),
  helpLine("//<text>", "text that begins with a slash"),
  helpLine('{"action": …}', "a frame of your own, sent as it is"),
  "Tab completes commands, rooms and ids.",
].join("\n");

/** Never throws: an invalid line becomes `invalid`, with a message for the user. */
export function parseCommand(line: string): Command {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  if (text.startsWith("{")) return { kind: "raw", text };
  if (text.startsWith("//")) return { kind: "say", text: text.slice(1) };
  if (!text.startsWith("/")) return { kind: "say", text };
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return { kind: "invalid", message: `There is no /${name}. See /help.` };
  const usage = `Write it like this: ${usageOf(name)}`;
  return command.parse(rest) ?? { kind: "invalid", message: usage };
}

/** Parses a command that begins with the number of a message. */
function onMessage(make: (seq: number, rest: string) => Command | undefined): Definition["parse"] {
  return (text) => {
    const { first, rest } = firstWord(text);
    const seq = numberIn(first);
    return seq === undefined ? undefined : make(seq, rest);
  };
}

function pin(on: boolean) {
  return (seq: number, rest: string): Command | undefined =>
    rest ? undefined : { kind: "pin", seq, on };
}

function react(on: boolean) {
  return (seq: number, reaction: string): Command | undefined =>
    reaction ? { kind: "react", seq, reaction, on } : undefined;
}

/** A number as messages show it: `3` or `#3`. */
function numberIn(word: string): number | undefined {
  const [, digits] = /^#?(\d{1,15})$/.exec(word) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The first word, or a text in double quotes, and the rest. */
function firstWord(text: string): { first: string; rest: string } {
  const [, quoted, plain, rest = ""] = /^(?:"([^"]*)"|(\S*))\s*(.*)$/s.exec(text) ?? [];
  return { first: quoted ?? plain ?? "", rest };
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
