// JavaScript platforms with few globals, which this module defines.

import { createContext, runInContext } from "node:vm";

/** The globals of older React Native versions: no window, document, crypto, atob or TextEncoder, no URL that parses. */
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

/** Runs a script with the platform's globals and `report`. Resolves to the argument of its call of `report`. */
export const runOn = (platform: object, script: string): Promise<unknown> =>
  new Promise((report) => {
    runInContext(script, createContext({ ...platform, report }));
  });
