// What a typed line asks for: text for the room, a slash command, or a frame written by hand.

/** Something that the server is asked for in the current room. */
export type RoomAction =
  | { kind: "say"; text: string }
  | { kind: "typing"; text: string }
  | { kind: "edit"; seq: number; text: string }
  | { kind: "delete"; seq: number }
  | { kind: "pin"; seq: number }
  | { kind: "unpin"; seq: number }
  /** Without a number: up to the last one. */
  | { kind: "seen"; seq: number | undefined };

/** Something that the server is asked for. */
export type Action =
  | RoomAction
  | { kind: "new"; to: string[]; text: string }
  | { kind: "group"; name: string; members: string[] }
  | { kind: "rooms" };

export type Command =
  | Action
  | { kind: "raw"; text: string }
  | { kind: "room"; which: string }
  | { kind: "help" }
  | { kind: "quit" }
  | { kind: "nothing" }
  /** A line that cannot be followed; `message` says how to write it. */
  | { kind: "mistake"; message: string };

export const HELP = `Whatever you type goes to the current room, except:
  /new <id>[,<id>…] <text>    write to someone, or to several: finds or makes the conversation
  /group "<name>" <id> <id>…  make a group
  /rooms                      list your rooms
  /room <number>              go to a room of that list
  /edit <n> <text>            change your message #n
  /delete <n>                 delete it
  /pin <n>, /unpin <n>        pin a message, or take the pin off
  /seen [n]                   you have read up to #n, or up to the last one
  /typing [text]              show the others that you are writing
  /help, /quit
  //<text>                    text that begins with a slash
  {"action": …}               a frame of your own, sent as it is`;

type Parser = (rest: string) => Command;

const parsers: Record<string, Parser | undefined> = {
  new: (rest) => {
    const { first, rest: text } = firstWord(rest);
    const to = first.split(",").filter(Boolean);
    return to.length > 0 ? { kind: "new", to, text } : mistake("/new <id>[,<id>…] <text>");
  },
  group: (rest) => {
    const { first: name, rest: ids } = firstWord(rest);
    const members = ids.split(/[\s,]+/).filter(Boolean);
    return name ? { kind: "group", name, members } : mistake('/group "<name>" <id> <id>…');
  },
  edit: (rest) => {
    const { first, rest: text } = firstWord(rest);
    const seq = seqOf(first);
    return seq !== undefined && text ? { kind: "edit", seq, text } : mistake("/edit <n> <text>");
  },
  delete: (rest) => onMessage("delete", rest),
  pin: (rest) => onMessage("pin", rest),
  unpin: (rest) => onMessage("unpin", rest),
  seen: (rest) => {
    const seq = seqOf(rest);
    return rest && seq === undefined ? mistake("/seen [n]") : { kind: "seen", seq };
  },
  typing: (text) => ({ kind: "typing", text }),
  room: (which) => (which ? { kind: "room", which } : mistake("/room <number>")),
  rooms: () => ({ kind: "rooms" }),
  help: () => ({ kind: "help" }),
  quit: () => ({ kind: "quit" }),
};

/** Never fails: a line that makes no sense is a `mistake` with a message for whoever typed it. */
export function parseCommand(line: string): Command {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  if (text.startsWith("{")) return { kind: "raw", text };
  if (text.startsWith("//")) return { kind: "say", text: text.slice(1) };
  if (!text.startsWith("/")) return { kind: "say", text };
  const [, name = "", rest = ""] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  const parse = Object.hasOwn(parsers, name) ? parsers[name] : undefined;
  return parse ? parse(rest) : { kind: "mistake", message: `There is no /${name}. See /help.` };
}

function mistake(usage: string): Command {
  return { kind: "mistake", message: `Write it like this: ${usage}` };
}

function onMessage(kind: "delete" | "pin" | "unpin", rest: string): Command {
  const seq = seqOf(rest);
  return seq === undefined ? mistake(`/${kind} <n>`) : { kind, seq };
}

/** A message's number as it is shown: `3` or `#3`. */
function seqOf(word: string): number | undefined {
  const [, digits] = /^#?(\d{1,15})$/.exec(word) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The first word, or what stands between double quotes, and all that follows. */
function firstWord(text: string): { first: string; rest: string } {
  const [, quoted, plain, rest = ""] = /^(?:"([^"]*)"|(\S*))\s*(.*)$/s.exec(text) ?? [];
  return { first: quoted ?? plain ?? "", rest };
}
