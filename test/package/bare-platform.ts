// A JavaScript engine with little around it, which the tests put together themselves.

import { createContext, runInContext } from "node:vm";

/** What React Native has had for long: no window, document, crypto, atob or TextEncoder, and no URL that parses. */
export const REACT_NATIVE = {
  setTimeout,
  clearTimeout,
  setInterval,
  clearInterval,
  AbortController,
  AbortSignal,
  console,
};

export const BROWSER = { ...REACT_NATIVE, atob, btoa, TextEncoder, URL, crypto };

/** Runs a script that calls `report`, and resolves to what it reports. */
export const runOn = (platform: object, script: string): Promise<unknown> =>
  new Promise((report) => {
    runInContext(script, createContext({ ...platform, report }));
  });
