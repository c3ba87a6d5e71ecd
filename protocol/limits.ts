// The numbers of the wire protocol. A "character" is a UTF-16 unit, a KB is 1,024 bytes of UTF-8.

export const LIMITS = {
  requestIdCharacters: 64,
  editIdCharacters: 64,
  messageCharacters: 8_000,
  /**
   * A message's content as JSON, in bytes: enough for 8,000 characters of any script, and little more. With all fields
   * that the server adds in any frame, it stays below `serverFrameBytes`.
   */
  messageBytes: 25_000,
  nameCharacters: 100,
  imageUrlCharacters: 512,
  fileNameCharacters: 255,
  fileKeyCharacters: 256,
  attachments: 10,
  attachmentsBytes: 8 * 1024,
  replyMessageBytes: 4 * 1024,
  /** The maximum depth of a client's JSON: far more than clients need, far less than any call stack allows. */
  jsonDepth: 100,
  /** In a message's own list of recipients. */
  messageRecipients: 100,
  newConversationRecipients: 256,
  groupRecipients: 256,
  roomsPerPage: 100,
  messagesPerPage: 100,
  messagesByDefault: 50,
  membersPerPage: 100,
  membersAddedAtOnce: 100,
  roomsPerSync: 50,
  /** The maximum number of users whose names one `sync` returns. */
  namesPerSync: 100,
  /** A client that is further behind loads the history instead. */
  eventsToCatchUp: 1_000,
  pinsPerRoom: 100,
  /** Different emoji on a message. The number of members who react with each is not limited. */
  reactionsPerMessage: 20,
  /** The listed ids of users who reacted to a message, of all emoji together, as JSON. */
  reactionUsersBytes: 1_200,
  previewCharacters: 200,
  /** In larger rooms, frames leave out lists of members that the client did not request. */
  membersInFrame: 100,
  /** Longer messages reach the backend in several frames, which API Gateway joins. */
  clientFrameBytes: 32 * 1024,
  /** API Gateway bills in units of 32 KB, and its quota page may mean that larger frames do not arrive. */
  serverFrameBytes: 32 * 1024,
} as const;
