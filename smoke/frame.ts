// A frame from the server, as far as every one of them is alike.

export interface Frame {
  readonly event: string;
  readonly request_id?: string;
  readonly next_cursor?: string;
  readonly data: Record<string, unknown>;
}
