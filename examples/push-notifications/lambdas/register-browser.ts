// Registers a browser: what its page's `PushSubscription` is as JSON.

import { registering } from "./registering.ts";

interface Subscription {
  readonly endpoint?: unknown;
  readonly keys?: { readonly p256dh?: unknown; readonly auth?: unknown };
}

export const handler = registering((body) => {
  const { endpoint, keys } = Object(body) as Subscription;
  const { p256dh, auth } = keys ?? {};
  if (![endpoint, p256dh, auth].every((each) => typeof each === "string")) return undefined;
  // Whatever is posted to must not be a service inside.
  if (!/^https:\/\/[\w.-]+\.[a-z]{2,}\//.test(String(endpoint))) return undefined;
  return { device: String(endpoint), keys: { p256dh, auth } };
});
