// What may be wrong if one handshake after another fails. A browser does not tell; a plain HTTP request can.

import type { Timers } from "./timers.ts";

const PATIENCE_MS = 5_000;

/** Asks the server's address over HTTP, without the token. Never rejects. */
export async function whyUnreachable(url: string, timers: Timers): Promise<string> {
  const failed = "One handshake after another has failed. ";
  const nobody = `${failed}Nobody answers over HTTP either: the address or the network may be wrong.`;
  const ask = async (): Promise<string> => {
    // A browser shows no status of another origin, but that somebody has answered. API Gateway answers 426.
    const { status } = await fetch(url.replace(/^ws/i, "http"), { mode: "no-cors" });
    return status && status !== 426
      ? `${failed}Over HTTP the server answers ${status}: the address may be wrong.`
      : `${failed}The server answers over HTTP: it may refuse the token.`;
  };
  return await new Promise((resolve) => {
    const cancel = timers.after(PATIENCE_MS, () => {
      resolve(nobody);
    });
    void ask()
      .catch(() => nobody)
      .then((message) => {
        cancel();
        resolve(message);
      });
  });
}
