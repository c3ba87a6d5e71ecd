// The numbers of the wire protocol. A "character" is a UTF-16 unit, a KB is 1,024 bytes of UTF-8.

export const LIMITS = {
  requestIdCharacters: 64,
  editIdCharacters: 64,
  messageCharacters: 8_000,
  /**
   * A message's content as JSON, in bytes: 8,000 characters of any script, and a little. With all that the server adds
   * to it in any frame it stays below `serverFrameBytes`.
   */
  messageBytes: 25_000,
  nameCharacters: 100,
  imageUrlCharacters: 512,
  fileNameCharacters: 255,
  fileKeyCharacters: 256,
  attachments: 10,
  attachmentsBytes: 8 * 1024,
  replyMessageBytes: 4 * 1024,
  /** How deep JSON of a client's own making may nest: far beyond use, far below any stack. */
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
  /** Whose names one `sync` tells, at most. */
  namesPerSync: 100,
  /** Further behind, a client loads the history instead. */
  eventsToCatchUp: 1_000,
  pinsPerRoom: 100,
  /** Kinds of them: how many members there are of each is not limited. */
  reactionsPerMessage: 20,
  /** Of the ids of the users who reacted to a message, as JSON, in all its frames. */
  reactionUsersBytes: 1_200,
  previewCharacters: 200,
  /** Lists of members that a frame carries unasked are left out of larger rooms. */
  membersInFrame: 100,
  /** Longer messages reach the backend in several frames, which API Gateway joins. */
  clientFrameBytes: 32 * 1024,
  /** API Gateway bills by 32 KB, and its quota page can be read as if a larger one did not arrive. */
  serverFrameBytes: 32 * 1024,
} as const;
