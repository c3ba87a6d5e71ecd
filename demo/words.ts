// Messages for the user when something is refused. An error's own `message` is for developers.

import type { ChatError, ChatErrorCode } from "../client/index.ts";

export const GONE = "It is not there any more.";

const GENERAL: Readonly<Record<ChatErrorCode, string>> = {
  BAD_JSON: "The server does not understand that. One of the two may be out of date.",
  UNKNOWN_ACTION: "The server cannot do that. It may be out of date.",
  BAD_REQUEST: "That cannot be done: something in it is not allowed.",
  TOKEN_EXPIRED: "You were signed in for too long. Sign in again.",
  FORBIDDEN: "You may not do that here.",
  NOT_FOUND: GONE,
  CONFLICT: "Something else has its place already.",
  TOO_LARGE: "That is more than there is room for.",
  RATE_LIMITED: "That was a lot at once. Wait a moment, then try again.",
  TOO_MANY_CONNECTIONS: "You are here in too many windows at once. This one was closed.",
  UNAVAILABLE: "The server is busy. Try again.",
  INTERNAL: "Something went wrong on the server. Try again.",
  TIMEOUT: "The server did not answer. Try again.",
  ABORTED: "That was cancelled.",
  WITHDRAWN: "That was taken back.",
  CLOSED: "You are not connected any more.",
  DISCONNECTED: "The connection was lost.",
  TOKEN: "You could not be signed in.",
  UNREACHABLE: "The server cannot be reached.",
  PERSISTENCE: "This device keeps nothing: what waits to be sent is lost when you leave.",
};

const TOO_LONG = "The message is too long.";
const TOO_MANY = "A group cannot have so many members.";

/** The reasons of an action's refusals that do not name a field. */
const OF_ACTION: Readonly<Record<string, Partial<Record<ChatErrorCode, string>>>> = {
  sendMessage: { TOO_LARGE: TOO_LONG },
  sendNewMessage: { TOO_LARGE: TOO_LONG },
  editMessage: { TOO_LARGE: TOO_LONG, FORBIDDEN: "Only who wrote a message may change it." },
  deleteMessage: { FORBIDDEN: "Only who wrote a message, or the group’s owner, may delete it." },
  pinMessage: { TOO_LARGE: "So many messages are pinned that one has to be unpinned first." },
  reactMessage: { TOO_LARGE: "There are too many different emoji on it already." },
  createGroup: { TOO_LARGE: TOO_MANY },
  addMembers: {
    TOO_LARGE: TOO_MANY,
    FORBIDDEN: "Only a group has further members, and only its members add them.",
  },
  removeMember: {
    FORBIDDEN: "Nobody leaves a conversation of two, and only a group’s owner removes others.",
    NOT_FOUND: "They are not in the group any more.",
  },
  updateRoom: { FORBIDDEN: "Only the owner of a group may change it." },
  createUpload: { TOO_LARGE: "The file is too large." },
};

/** By field of a payload: the sentence for an invalid value, and the one for a value that is too large. */
const OF_FIELD: Readonly<Record<string, readonly [wrong: string, tooLarge: string]>> = {
  recipient_id: ["It has to be somebody else, by a name that people can have.", TOO_MANY],
  recipients: ["Nobody can have one of these names.", TOO_MANY],
  user_ids: ["Nobody can have one of these names.", TOO_MANY],
  user_id: ["Nobody can have that name.", "That name is too long."],
  first_name: ["A name has to have something that one can see.", "Your name is too long."],
  room_name: ["A group’s name has to have something that one can see.", "That name is too long."],
  image_url: ["That is not the address of a picture.", "That address is too long."],
  message: ["A message has to have something that one can see.", TOO_LONG],
  attachments: ["A file cannot be attached: choose it again.", "Those are too many files at once."],
  reply_message: ["That message cannot be answered.", "The answered message is too long."],
  reaction: ["Only an emoji can be put on a message.", "Only one emoji can be put at once."],
  name: ["The file’s name has nothing that one can see.", "The file’s name is too long."],
  content_type: [
    "Files of this kind are not taken here.",
    "Files of this kind are not taken here.",
  ],
  size: ["There is nothing in this file.", "The file is too large."],
};

/** Describes an error to the user in one or two sentences. */
export function wordsFor({ code, action = "", issues = [], reference }: ChatError): string {
  const field = issues.flatMap(({ path }) => fieldIn(path) ?? [])[0];
  const [wrong, tooLarge] = (field !== undefined && OF_FIELD[field]) || [];
  const ofField = code === "TOO_LARGE" ? tooLarge : wrong;
  const words = ofField ?? OF_ACTION[action]?.[code] ?? GENERAL[code];
  return reference === undefined ? words : `${words} (${reference})`;
}

/** The part of a path that users know: `attachments` of `message.attachments.0`. */
const fieldIn = (path: string): string | undefined =>
  path.split(".").findLast((part) => Object.hasOwn(OF_FIELD, part));
