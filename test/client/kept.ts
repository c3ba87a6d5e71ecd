// A persistence whose content a test can read.

import type { Persistence } from "../../client/index.ts";

export function kept(): { values: Map<string, unknown>; persistence: Persistence } {
  const values = new Map<string, unknown>();
  const persistence: Persistence = {
    load: (prefix) => Promise.resolve([...values].filter(([key]) => key.startsWith(prefix)).sort()),
    save(key, value) {
      values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
    remove(key) {
      values.delete(key);
      return Promise.resolve();
    },
  };
  return { values, persistence };
}
