// The source of an application that uses the package, with a fake WebSocket that answers each request.

/** Must follow a line that imports `createChat` and `ChatError`. Calls `report` with REPORT, or with an error. */
export const APPLICATION = `
class Answering {
  constructor() {
    setTimeout(() => this.onopen({}), 0);
  }
  send(text) {
    const { action, request_id } = JSON.parse(text);
    const event = action === "sendMessage" ? "error" : action;
    const data = event === "error" ? { code: "FORBIDDEN", message: "No.", retryable: false } : [];
    setTimeout(() => this.onmessage({ data: JSON.stringify({ event, request_id, data }) }), 0);
  }
  close(code) {
    setTimeout(() => this.onclose({ code }), 0);
  }
}
const claims = "eyJzdWIiOiJhbm4ifQ"; // {"sub":"ann"}
const chat = createChat({
  url: "wss://chat.example.com/prod",
  token: () => "header." + claims + ".signature",
  WebSocket: Answering,
});
chat.connect();
async function use() {
  const { rooms } = await chat.connectRooms();
  const refusal = await chat.sendMessage({ room_id: "tea", message: "Hello" }).catch((error) => error);
  chat.close();
  return [chat.userId, rooms.length, refusal instanceof ChatError && refusal.code].join(" ");
}
use().then(report, report);
`;

export const REPORT = "ann 0 FORBIDDEN";
