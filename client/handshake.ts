// Prepares the handshake: checks the URL, and how the token is sent, when the chat is created.

import type { ChatOptions } from "./options.ts";
import type { WebSocketConstructor, WebSocketLike } from "./web-socket.ts";

/** Creates a WebSocket that authenticates with a token. */
export type Handshake = (token: string) => WebSocketLike;

/** @throws TypeError if the URL is invalid, or there is no WebSocket */
export function makeHandshake({ url, ...options }: ChatOptions): Handshake {
  const { WebSocket: own, location } = globalThis as {
    WebSocket?: WebSocketConstructor;
    location?: { protocol: string };
  };
  const WebSocket = options.WebSocket ?? own;
  if (!WebSocket) {
    throw new TypeError("This platform has no WebSocket: give one in the options.");
  }
  // Not `URL`: React Native's does not parse.
  if (!/^wss?:\/\/[^\s/?#]+[^\s#]*$/i.test(url)) {
    throw new TypeError(`The url has to begin with wss:// and name a host: ${url}`);
  }
  const isLocal = /^ws:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/?]|$)/i.test(url);
  if (location?.protocol === "https:" && /^ws:/i.test(url) && !isLocal) {
    throw new TypeError(
      "A page that came over https: cannot connect to ws://, but to wss:// only.",
    );
  }
  const address = `${url}${url.includes("?") ? "&" : "?"}batch=1`;
  if ((options.auth ?? (isNode() ? "header" : "query")) === "query") {
    return (token) => new WebSocket(`${address}&token=${encodeURIComponent(token)}`);
  }
  const WithHeaders = WebSocket as new (url: string, options: object) => WebSocketLike;
  return (token) => new WithHeaders(address, { headers: { Authorization: `Bearer ${token}` } });
}

/**
 * Whether a WebSocket takes headers: Node's, undici's and ws's do. Electron's pages have a `process` too, but a
 * browser's WebSocket.
 */
function isNode(): boolean {
  const { process, window } = globalThis as {
    process?: { release?: { name?: string } };
    window?: unknown;
  };
  return process?.release?.name === "node" && window === undefined;
}
