// The fields that all frames from the server have in common.

export interface Frame {
  readonly event: string;
  readonly request_id?: string;
  readonly next_cursor?: string;
  readonly data: Record<string, unknown>;
}
