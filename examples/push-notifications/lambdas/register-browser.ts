// Registers a browser by the JSON of its `PushSubscription`.

import { registrationHandler } from "./registration.ts";

interface Subscription {
  readonly endpoint?: unknown;
  readonly keys?: { readonly p256dh?: unknown; readonly auth?: unknown };
}

export const handler = registrationHandler((body) => {
  const { endpoint, keys } = Object(body) as Subscription;
  const { p256dh, auth } = keys ?? {};
  if (![endpoint, p256dh, auth].every((each) => typeof each === "string")) return undefined;
  // The endpoint is posted to later: it must not be an internal service.
  if (!/^https:\/\/[\w.-]+\.[a-z]{2,}\//.test(String(endpoint))) return undefined;
  return { device: String(endpoint), keys: { p256dh, auth } };
});
