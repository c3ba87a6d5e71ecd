// A JavaScript engine with little around it, which the tests put together themselves.

import { createContext, runInContext } from "node:vm";

/** What React Native has: no window or document. */
export const REACT_NATIVE = {
  ...{ setTimeout, clearTimeout, setInterval, clearInterval },
  ...{ atob, btoa, AbortController, AbortSignal, TextEncoder, console, URL, crypto },
};

export const BROWSER = { ...REACT_NATIVE };

/** Runs a script that calls `report`, and resolves to what it reports. */
export const runOn = (platform: object, script: string): Promise<unknown> =>
  new Promise((report) => {
    runInContext(script, createContext({ ...platform, report }));
  });
