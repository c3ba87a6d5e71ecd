// Everything about one user, for the operator's commands.

export interface Records {
  /** The rooms that a user is in, and those that they have left, by id. It may lag by an instant. */
  roomsOf(userId: string): Promise<string[]>;
  /** All that is kept under the user's own id; read consistently. */
  user(userId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /**
   * Forgets that a user was ever in a room. Their membership must have ended, unless the room was never made to the end:
   * then it is forgotten too.
   */
  forgetRoom(userId: string, roomId: string, room: { readonly isMade: boolean }): Promise<void>;
  /** Forgets all that is kept under the user's own id, except that they are banned. */
  forgetUser(userId: string): Promise<void>;
}
