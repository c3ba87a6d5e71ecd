// The port to everything that is stored about one user, for the operator's commands.

export interface Records {
  /** The ids of the rooms that a user is in or has left. May lag briefly. */
  roomsOf(userId: string): Promise<string[]>;
  /** The attributes of the user's own item; read consistently. */
  user(userId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /**
   * Deletes every trace of a user's membership in a room. The membership must have ended, unless the room was never
   * ready: then it is deleted too.
   */
  forgetRoom(userId: string, roomId: string, room: { readonly isMade: boolean }): Promise<void>;
  /** Deletes the user's own items, except for a ban. */
  forgetUser(userId: string): Promise<void>;
}
