// Frames as the server sends them, for the tests of the terminal client.

export const pair = {
  _id: "p2p.1",
  room_name: "",
  type: "peer-to-peer",
  image_url: "",
  creator_id: "ann",
  created_at: "2024-05-01T14:00:00.000Z",
  member_count: 2,
  recipients: [{ _id: "ann", first_name: "Ann" }, { _id: "bob" }],
};

export const group = {
  _id: "g1",
  room_name: "Weekend",
  type: "group-chat",
  image_url: "",
  creator_id: "bob",
  created_at: "2024-05-01T14:00:00.000Z",
  member_count: 3,
};

const listing = { last_message: null, seq: 0, rev: 0, seen_seq: 0, unread_count: 0 };

export const list = [
  {
    ...pair,
    ...listing,
    seq: 4,
    rev: 9,
    unread_count: 2,
    last_message: {
      _id: "m4",
      sender_id: "bob",
      first_name: "Bob",
      message_type: "text",
      message: "See you\nat eight",
      created_at: "2024-05-01T14:02:00.000Z",
    },
  },
  { ...group, ...listing },
];

export const message = {
  _id: "m1",
  room_id: "p2p.1",
  sender_id: "bob",
  seq: 1,
  rev: 1,
  created_at: "2024-05-01T14:02:00.000Z",
  message: "hello",
};

export const tombstone = {
  _id: "m1",
  room_id: "p2p.1",
  sender_id: "bob",
  seq: 1,
  rev: 1,
  created_at: "2024-05-01T14:02:00.000Z",
  deleted: true,
  deleted_at: "2024-05-01T14:05:00.000Z",
};

/** What is on the wire. */
export function frame(event: string, data: unknown, request_id?: string): string {
  return JSON.stringify({ event, data, request_id });
}
